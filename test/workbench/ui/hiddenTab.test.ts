import assert from 'node:assert/strict';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('a chat tab that is hidden while the window is reloaded', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada' }] });
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  it('counts what is unread, is the one that opens, and leaves the active editor as it was', async () => {
    const { ada, window } = scene;
    await window.openTreeItem(/Ada/u, () => window.webview().getByRole('textbox').waitFor());
    await window.runCommand('File: New Untitled Text File');
    await window.reload();
    await window.treeItem(/Ada, available/u).waitFor();
    await ada.send({ to: 'you@localhost', body: 'while it is hidden' });
    await window.editorTab(/^Ada \(1\)/u).waitFor();
    await window.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    const message = window.webview().getByText('while it is hidden');
    await window.openTreeItem(/Ada/u, () => message.waitFor());
    const titles = await window.page.locator('.tabs-container .tab').allInnerTexts();
    assert.equal(titles.filter((title) => title.trim().startsWith('Ada')).length, 1);
  });
});
