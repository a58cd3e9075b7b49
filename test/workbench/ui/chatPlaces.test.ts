import assert from 'node:assert/strict';
import { keepTracesOnFailure } from './packaged.ts';
import { isScrolledTo, scrollToMiddle } from './placeInChat.ts';
import { type Scene, startScene } from './scene.ts';

/** Enough to scroll in, also where the whole height of the window shows them. */
const MESSAGES = 150;
const DRAFT = 'half a sentence';

describe('the places of chats', () => {
  let scene: Scene;
  let window: Scene['window'];

  before(async () => {
    scene = await startScene({
      contacts: [
        { jid: 'ada@localhost', name: 'Ada' },
        { jid: 'bob@localhost', name: 'Bob' },
      ],
      others: ['bob'],
      settings: { 'parley.chat.openIn': 'view' },
    });
    ({ window } = scene);
    for (let n = 1; n <= MESSAGES; n += 1)
      await scene.ada.send({ to: 'you@localhost', body: `message ${n}` });
    await window.chatRow(/^Ada, 150 unread/u).waitFor();
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  const chat = () => window.webview();
  const input = () => chat().getByRole('textbox', { name: /^Message/u });
  let place = '';
  /** The chat has what was typed, and is where it was read. */
  const isAsLeft = async () => {
    await window.holds(input(), DRAFT);
    await isScrolledTo(chat, place);
  };

  it('by a setting, is the view, which has the same chat, draft and place after a reload', async () => {
    await window.openTreeItem(/^Ada/u, () => input().waitFor());
    assert.equal(await window.editorTab(/^Ada/u).count(), 0);
    await chat().getByText(`message ${MESSAGES}`, { exact: true }).waitFor();
    await input().fill(DRAFT);
    place = await scrollToMiddle(chat());
    assert.notEqual(place, `message ${MESSAGES}`);
    await isScrolledTo(chat, place);
    await window.reload();
    await isAsLeft();
  });

  it('reply and go on by keys in the view, too', async () => {
    await window.runCommand('Focus on XMPP Chat View');
    await chat().locator('vscode-text-area:focus-within').waitFor();
    await window.page.keyboard.press('Alt+x');
    await window.page.keyboard.press('Alt+r');
    await chat().locator('.mode-bar').getByText('message').first().waitFor();
    await input().press('Escape');
    await chat().locator('.mode-bar').waitFor({ state: 'hidden' });
    await window.page.keyboard.press('Alt+x');
    await window.page.keyboard.press('Alt+s');
    await window.inputTitled('Search Messages');
    await window.page.keyboard.press('Escape');
  });

  it('say in the view that the account is signed out, and go on once it is back', async () => {
    await window.runCommand('XMPP: Sign Out');
    await chat().getByText('You are signed out of you@localhost').waitFor();
    await window.screenshot('chat-places/3-signed-out');
    await chat().getByText('Sign In…').click();
    await window.answer('Password of you@localhost', scene.password);
    await chat().getByText('You are signed out of you@localhost').waitFor({ state: 'hidden' });
    await window.holds(input(), DRAFT);
  });
});
