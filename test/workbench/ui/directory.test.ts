import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const COMMAND = 'XMPP: Find Users on Server…';
const TAB = /^Users: you@localhost/u;

describe('finding users', () => {
  let scene: Scene;
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        others: ['grace', 'linus'],
      }),
    );
    ({ window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

  const row = (name: string) => window.webview().getByRole('row', { name });
  const status = (text: RegExp) =>
    window.webview().getByRole('status').filter({ hasText: text }).waitFor();
  const showTab = async () => {
    await window.editorTab(TAB).click();
    await window.webview().getByRole('grid').waitFor();
  };
  /** Chooses from the menu of a user. */
  const choose = async (user: string, entry: string) => {
    await row(user).getByRole('button', { name: 'Actions' }).click();
    await window.webview().getByRole('menuitem', { name: entry }).click();
  };

  it('shows all users of the server as a table', async () => {
    await window.runCommand(COMMAND);
    await window.editorTab(TAB).waitFor();
    for (const name of ['ada@localhost', 'grace@localhost', 'linus@localhost', 'you@localhost']) {
      await row(name).waitFor();
    }
    await status(/^4 users\.$/u);
    await window.screenshot('directory/1-all');
  });

  it('opens a chat with one of them by Enter', async () => {
    const filter = window.webview().getByLabel('Filter the users found');
    await filter.fill('gra');
    await status(/^1 of 4 users\.$/u);
    await filter.press('ArrowDown');
    await window.webview().getByRole('grid').press('Enter');
    await window.editorTab(/^grace@localhost/u).waitFor();
    await window.webview().locator('vscode-text-area textarea').waitFor();
    await window.screenshot('directory/2-chat');
  });

  it('is as it was left when it is shown again', async () => {
    await showTab();
    assert.equal(await window.webview().getByLabel('Filter the users found').inputValue(), 'gra');
    await status(/^1 of 4 users\.$/u);
    await window.webview().getByLabel('Filter the users found').fill('');
  });

  it('shows details of somebody who is no contact, and adds them', async () => {
    await choose('linus@localhost', 'Details…');
    await window.webview().getByText('Not in your contacts').waitFor();
    await window.screenshot('directory/3-details');
    await showTab();
    await choose('linus@localhost', 'Add Contact…');
    await window.answer('XMPP address (JID) of the contact', 'linus@localhost');
    await window.answer('Name of linus@localhost', 'Linus');
    await window.page.getByPlaceholder('Check any number of groups').waitFor();
    await window.quickInput.press('Enter');
    await window.treeItem(/^Linus/u).waitFor();
  });

  it('asks before it sends the file in the editor', async () => {
    const file = path.join(scene.workbench.server.folder, 'notes.txt');
    await writeFile(file, 'hello\n');
    await window.runCommand('Go to File...');
    await window.quickInput.fill('notes.txt');
    await window.pick('notes.txt');
    await window.editing('hello');
    await showTab();
    await choose('linus@localhost', 'Send Current File…');
    const dialog = window.dialog('Send notes.txt to linus@localhost?');
    await dialog.waitFor();
    await window.screenshot('directory/4-send');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('is there again after a reload, with what was typed', async () => {
    await showTab();
    await window
      .webview()
      .getByLabel(/^Nickname/u)
      .fill('ad');
    await window.webview().getByRole('button', { name: 'Search', exact: true }).click();
    await status(/^1 user\.$/u);
    await window.reload();
    await window.editorTab(TAB).waitFor();
    await status(/^1 user\.$/u);
    await row('ada@localhost').waitFor();
    assert.equal(
      await window
        .webview()
        .getByLabel(/^Nickname/u)
        .inputValue(),
      'ad',
    );
  });

  it('looks as it should in every theme', async () => {
    for (const theme of ['light', 'contrast', 'dark'] as const) {
      await window.useTheme(theme);
      await showTab();
      await window.screenshot(`directory/5-${theme}`);
    }
  });

  it('says that its account is signed out, and keeps what it shows', async () => {
    await window.runCommand('XMPP: Sign Out');
    await window.page.getByText('Sign In').first().waitFor();
    await showTab();
    await window.webview().getByRole('button', { name: 'Show All' }).click();
    await window.webview().getByRole('alert').filter({ hasText: 'not signed in' }).waitFor();
    await window.screenshot('directory/6-signed-out');
    await scene.signIn();
    await status(/^4 users\.$/u);
    assert.equal(
      await window
        .webview()
        .getByLabel(/^Nickname/u)
        .inputValue(),
      'ad',
    );
  });
});
