import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('folders', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        settings: { 'explorer.autoReveal': false, 'explorer.compactFolders': false },
      }),
    );
    ({ ada, window } = scene);
    const put = async (name: string, content: string) => {
      const file = path.join(scene.workbench.server.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    };
    await put('moth/.gitignore', 'log\n');
    await put('moth/log', 'not to be sent');
    await put('moth/relay.ts', 'export const panel = 70;\n');
    await put('keys/.env', 'TOKEN=1\n');
    await put('keys/notes.txt', 'none\n');
    await mkdir(path.join(scene.workbench.server.folder, 'nothing'));
    await symlink('/etc', path.join(scene.workbench.server.folder, 'moth/link'));
    await put('answer.ts', 'answer = 42;\n');
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').waitFor();
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Waits for the announcement of a file, after `from` events. Result: its size. */
  const announced = async (name: string, from: number) => {
    const isIt = (xml = '') => xml.includes(`<name>${name}</name>`);
    const { oob } = await ada.waitFor(({ xml }) => isIt(xml), 60_000, from);
    assert.ok(oob);
    return (await ada.download(oob)).size;
  };
  const agree = async (question: string, button: string) => {
    const dialog = window.dialog(question);
    await dialog.waitFor();
    await dialog.getByRole('button', { name: button, exact: true }).click();
  };

  it('leave the explorer as one archive, once it is said how much they are', async () => {
    const from = ada.events.length;
    await window.treeItemMenu('moth', 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    const question = window.dialog('Send the folder moth to Ada Lovelace as moth.zip?');
    await question.getByText('2 files, 29 bytes before they are packed.').waitFor();
    await question.getByText('by .gitignore or files.exclude 1').waitFor();
    await question.getByText('links and what is no file 1').waitFor();
    await window.screenshot('sendFolders/1-question');
    await window.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await window.treeItemMenu('moth', 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    await agree('Send the folder moth', 'Send');
    assert.notEqual(await announced('moth.zip', from), 0);
    assert.equal(ada.events.slice(from).filter(({ oob }) => oob).length, 1);
  });

  it('with secrets in them leave only after a question that names these', async () => {
    const from = ada.events.length;
    await window.treeItemMenu('keys', 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    await agree('Send the folder keys', 'Send');
    await window.dialog('Send .env to Ada Lovelace?').waitFor();
    await window.screenshot('sendFolders/2-secret');
    await agree('Send .env to Ada Lovelace?', 'Send Anyway');
    assert.notEqual(await announced('keys.zip', from), 0);
  });

  it('are sent among files', async () => {
    const from = ada.events.length;
    await window.treeItem('moth').click();
    await window.treeItem('answer.ts').click({ modifiers: ['Control'] });
    await window.treeItemMenu('answer.ts', 'Send Current File to Contact…');
    await window.page.getByText('Send 2 files to…').waitFor();
    await window.pick('Ada Lovelace');
    await agree('Send the folder moth', 'Send');
    const names = ['answer.ts', 'moth.zip'].map((name) => `<name>${name}</name>`);
    await ada.waitFor(({ xml = '' }) => names.every((name) => xml.includes(name)), 60_000, from);
  });

  it('without files say so', async () => {
    await window.treeItemMenu('nothing', 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    await window.notification('nothing has no files to send').waitFor();
  });
});
