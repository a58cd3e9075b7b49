import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('parts of the editor', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        settings: {
          'terminal.integrated.gpuAcceleration': 'off',
          'terminal.integrated.profiles.linux': { plain: { path: '/bin/sh' } },
          'terminal.integrated.defaultProfile.linux': 'plain',
        },
      }),
    );
    ({ ada, window } = scene);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { folder } = scene.workbench.server;
    const put = (name: string, content: string | Buffer) =>
      writeFile(path.join(folder, name), content);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    await put('answer.ts', 'answer = 42;\n');
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=You', '-c', 'user.email=you@localhost', 'commit', '-q', '-m', 'answer');
    await put('answer.ts', 'answer = 43;\n');
    await put('new.ts', 'question = 6 * 9;\n');
    await put('moth.bin', Buffer.from([0, 1, 2]));
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Waits for the announcement of a file, after `from` events. Result: its name and size. */
  const announced = async (name: RegExp, from: number) => {
    const isIt = (xml = '') => new RegExp(`<name>${name.source}</name>`, 'u').test(xml);
    const { oob } = await ada.waitFor(({ xml }) => isIt(xml), 60_000, from);
    assert.ok(oob);
    return (await ada.download(oob)).size;
  };
  const patch = /[\w-]+-\d{4}-\d\d-\d\d\.patch/u;

  it('are the changes of a repository, as a patch', async () => {
    const from = ada.events.length;
    await window.openContainer('Source Control');
    await window.treeItem('new.ts').waitFor();
    await window.runCommand('XMPP: Send Changes to Contact…');
    await window.pick('Ada Lovelace');
    const size = await announced(patch, from);
    await window.notification('The patch does not contain moth.bin').waitFor();
    await window.screenshot('sendFromEditor/1-changes');
    const one = ada.events.length;
    await window.treeItemMenu('new.ts', 'Send Changes to Contact…');
    await window.screenshot('sendFromEditor/2-one-change');
    await window.pick('Ada Lovelace');
    assert.ok((await announced(patch, one)) < size);
  });

  it('are a group of changes, as a patch', async () => {
    const from = ada.events.length;
    const { folder } = scene.workbench.server;
    execFileSync('git', ['add', 'new.ts'], { cwd: folder });
    const group = window.treeItem(/Staged Changes/u);
    await group.waitFor();
    await window.treeItemMenu(/Staged Changes/u, 'Send Changes to Contact…');
    await window.pick('Ada Lovelace');
    assert.notEqual(await announced(patch, from), 0);
  });

  it('are a tab, of a comparison and without a file', async () => {
    const from = ada.events.length;
    await window.treeItem(/^answer\.ts/u).click();
    const diff = () => window.editorTab(/answer\.ts \(Working Tree\)/u);
    await diff().waitFor();
    await window.rowMenu(diff, 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    assert.equal(await announced(/answer\.ts/u, from), 13);
    await window.runCommand('File: New Untitled Text File');
    const untitled = () => window.editorTab('Untitled-1');
    await untitled().waitFor();
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.page.keyboard.type('on no disk');
    await window.rowMenu(untitled, 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    assert.equal(await announced(/Untitled-1\.txt/u, from), 10);
  });

  it('are a selection in the terminal, in the draft or as a file', async () => {
    await window.runCommand('Terminal: Create New Terminal');
    const rows = window.page.locator('.terminal-wrapper.active .xterm-rows');
    await rows.waitFor();
    await window.page.evaluate(() => navigator.clipboard.writeText('kept'));
    await rows.getByText(/[$#]/u).first().waitFor();
    await window.page.keyboard.type('echo moth-$((70 + 1))\n');
    await rows.getByText('moth-71').first().waitFor();
    await window.runCommand('Terminal: Select All');
    await window.runCommand('XMPP: Send Terminal Selection to Contact…');
    await window.inputTitled('Write the Terminal Selection to…');
    await window.pick('Ada Lovelace');
    const input = window.webview().locator('vscode-text-area textarea');
    await window.holds(input, /^```\n[^]*moth-71[^]*\n```/u);
    await window.screenshot('sendFromEditor/3-terminal');
    assert.equal(await window.page.evaluate(() => navigator.clipboard.readText()), 'kept');
    const from = ada.events.length;
    await window.runCommand('Terminal: Focus Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
    // The palette's last key may have come there, too.
    await window.page.keyboard.press('Control+u');
    await window.page.keyboard.type('for n in 1 2 3 4; do seq 10; done; echo moth-$((71 + 1))\n');
    await rows.getByText('moth-72').first().waitFor();
    await window.runCommand('Terminal: Select All');
    await window.runCommand('XMPP: Send Terminal Selection to Contact…');
    await window.inputTitled('Send terminal.txt to…');
    await window.pick('Ada Lovelace');
    assert.ok((await announced(/terminal\.txt/u, from)) > 80);
  });

  it('are what the panel Output shows', async () => {
    const from = ada.events.length;
    // The page's own log: an extension's is written by a native module, which is not everywhere.
    await window.runCommand('Output: Show Output Channels...');
    await window.pick('Window');
    await window.page.locator('.part.panel .view-line', { hasText: /\w/u }).first().waitFor();
    await window.runCommand('XMPP: Send Output to Contact…');
    await window.inputTitled('Send rendererLog.log to…');
    await window.pick('Ada Lovelace');
    assert.notEqual(await announced(/rendererLog\.log/u, from), 0);
  });
});
