import assert from 'node:assert/strict';
import { typed } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { isScrolledTo, scrollToMiddle } from './placeInChat.ts';
import { type Scene, startScene } from './scene.ts';

/** Enough to scroll in. */
const MESSAGES = 60;

describe('the chat view', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene({
      contacts: [
        { jid: 'ada@localhost', name: 'Ada' },
        { jid: 'bob@localhost', name: 'Bob' },
      ],
      others: ['bob'],
    });
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  const input = () => scene.window.webview().getByRole('textbox');
  const tab = () => scene.window.editorTab(/^Ada/u);

  it('says how to get to a chat while it has none', async () => {
    const { window } = scene;
    await window.runCommand('Focus on XMPP Chat View');
    await window.webview().getByText('No chat is open here.').waitFor();
    await window.screenshot('chat-view-empty');
    await window.webview().getByRole('button', { name: 'Go to Chat…' }).click();
    await window.inputTitled('Go to Chat');
    await window.page.keyboard.press('Escape');
    await window.runCommand('View: Toggle Panel Visibility');
  });

  it('takes a chat from its tab and gives it back, with draft and place', async () => {
    const { ada, window } = scene;
    await window.openTreeItem(/Ada/u, () => input().waitFor());
    for (let n = 1; n <= MESSAGES; n += 1)
      await ada.send({ to: 'you@localhost', body: `message ${n}` });
    await window.webview().getByText(`message ${MESSAGES}`, { exact: true }).waitFor();
    await input().fill('half a sentence');
    const place = await scrollToMiddle(window.webview());
    assert.match(place, /^message \d+$/u);
    assert.notEqual(place, `message ${MESSAGES}`);

    await window.runCommand('XMPP: Open Chat in View');
    await tab().waitFor({ state: 'detached' });
    await window.holds(input(), 'half a sentence');
    await isScrolledTo(() => window.webview(), place);
    await window.screenshot('chat-view-panel');
    // Keys go to it at once.
    await window.webview().locator('vscode-text-area:focus-within').waitFor();

    await window.runCommand('View: Toggle Panel Visibility');
    await window.page.locator('iframe.webview').waitFor({ state: 'hidden' });
    await window.runCommand('Focus on XMPP Chat View');
    await window.holds(input(), 'half a sentence');
    await isScrolledTo(() => window.webview(), place);

    await window.runCommand('XMPP: Open Chat in Tab');
    await tab().waitFor();
    await window.runCommand('View: Hide Panel');
    await window.holds(input(), 'half a sentence');
    await isScrolledTo(() => window.webview(), place);
  });

  it('says that the window began offline, and leads out of it', async () => {
    const { window } = scene;
    const offline = () => window.webview().getByText('You chose to be offline.');
    await window.runCommand('XMPP: Open Chat in View');
    await tab().waitFor({ state: 'detached' });
    // Its page takes the focus, which would close a picker.
    await window.webview().locator('vscode-text-area:focus-within').waitFor();
    await window.statusBarItem('available').click();
    await window.quickInput.fill(typed('offline'));
    await window.pick('Ends the connection');
    await offline().waitFor();
    await window.reload();
    await window.runCommand('Focus on XMPP Chat View');
    await offline().waitFor();
    await window.holds(input(), 'half a sentence');
    await window.screenshot('chat-view-offline');
    await window.webview().getByText('Set Presence…').click();
    await window.quickInput.fill(typed('available'));
    await window.pick('available');
    await offline().waitFor({ state: 'hidden' });
  });

  it('holds nothing of an account that another window removes from the machine', async () => {
    const { window, workbench } = scene;
    await window.openTreeItem(/Bob/u, () => window.editorTab(/^Bob/u).waitFor());
    const other = await workbench.openWindow();
    await other.runCommand('XMPP: Remove Account from This Machine…');
    await other.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await window.editorTab(/^Bob/u).waitFor({ state: 'detached' });
    await window.webview().getByText('Sign in, and your chats can open here.').waitFor();
    await window.screenshot('chat-view-removed');
  });
});
