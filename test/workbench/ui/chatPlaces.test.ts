import assert from 'node:assert/strict';
import { Window } from '../window.ts';
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
  const moveView = async (to: string) => {
    await window.runCommand('View: Move View');
    await window.quickPickRow('XMPP Chat').waitFor();
    await window.pick('XMPP Chat');
    await window.quickPickRow(to).waitFor();
    await window.pick(to);
  };

  it('by a setting, is the view, which has the same chat, draft and place after a reload', async () => {
    await window.openTreeItem(/^Ada/u, () => input().waitFor());
    assert.equal(await window.editorTab(/^Ada/u).count(), 0);
    await chat().getByText(`message ${MESSAGES}`, { exact: true }).waitFor();
    await input().fill(DRAFT);
    // So far up that below it is more than the whole height of the window shows.
    place = await scrollToMiddle(chat(), 0.25);
    assert.notEqual(place, `message ${MESSAGES}`);
    await isScrolledTo(chat, place);
    await window.reload();
    await isAsLeft();
  });

  it('are offered by the menu of a contact', async () => {
    const inTab = window.page.getByRole('menuitem', { name: 'Open Chat in Tab' });
    await window.treeItemMenu(/^Bob/u, 'Open Chat In', () => inTab.waitFor());
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    await inTab.waitFor({ state: 'hidden' });
  });

  it('are the side bars, too, wherever the view is moved', async () => {
    await moveView('New Side Bar Entry');
    await window.page.locator('.part.sidebar .composite.title', { hasText: 'XMPP Chat' }).waitFor();
    await isAsLeft();
    await window.screenshot('chat-places/1-side-bar');
    await moveView('New Secondary Side Bar Entry');
    await window.page.locator('.part.auxiliarybar').getByText('XMPP Chat').first().waitFor();
    await isAsLeft();
    await window.screenshot('chat-places/2-secondary-side-bar');
  });

  it('come back by View: Reset View Locations', async () => {
    await window.runCommand('View: Reset View Locations');
    await window.openContainer('XMPP');
    await window.runCommand('Focus on XMPP Chat View');
    await window.page.locator('.part.panel').getByText('XMPP Chat').first().waitFor();
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

  it('are groups of editors, in which pinned and other tabs are after a restart', async () => {
    await window.runCommand('XMPP: Open Chat in Tab');
    await window.editorTab(/^Ada/u).waitFor();
    await window.runCommand('View: Hide Panel');
    await window.runCommand('View: Pin Editor');
    await window.page.locator('.tab.sticky', { hasText: 'Ada' }).waitFor();
    await window.runCommand('File: New Untitled Text File');
    await window.runCommand('XMPP: Open Chat to the Side');
    await window.inputTitled('Open Chat to the Side');
    await window.pick('Bob');
    const groups = () =>
      window.page.locator('.editor-group-container').evaluateAll((all) =>
        all.map((group) =>
          [...group.querySelectorAll('.tab')]
            .map((tab) => tab.getAttribute('aria-label') ?? '')
            .filter((label) => /Ada|Bob/u.test(label))
            .map((label) => /Ada|Bob/u.exec(label)?.[0]),
        ),
      );
    await window.editorTab(/^Bob/u).waitFor();
    assert.deepEqual(await groups(), [['Ada'], ['Bob']]);
    // A window in a browser has no time to keep its state when it is closed.
    await window.reload();
    await window.editorTab(/^Bob/u).waitFor();
    await window.page.close();
    window = await scene.workbench.openWindow();
    await window.editorTab(/^Ada/u).waitFor();
    await window.editorTab(/^Bob/u).waitFor();
    assert.deepEqual(await groups(), [['Ada'], ['Bob']]);
    await window.page.locator('.tab.sticky', { hasText: 'Ada' }).waitFor();
  });

  it('are windows of their own, with the same chat', async () => {
    await window.editorTab(/^Bob/u).click();
    const opened = window.page.context().waitForEvent('page');
    await window.runCommand('XMPP: Open Chat in New Window');
    const floating = new Window(await opened);
    const inFloating = floating.webview().getByRole('textbox', { name: 'Message Bob' });
    await inFloating.fill('to Bob');
    await floating.holds(inFloating, 'to Bob');
    await floating.screenshot('chat-places/4-new-window');
    await window.editorTab(/^Bob/u).waitFor({ state: 'detached' });
    await floating.page.close();
  });
});
