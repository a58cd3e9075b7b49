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
      }),
    );
    ({ ada, window } = scene);
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
    assert.notEqual(await announced(patch, from), 0);
    await window.notification('The patch does not contain moth.bin').waitFor();
    await window.screenshot('sendFromEditor/1-changes');
  });
});
