import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from '../../../scripts/package.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const DRAG_STEP_MS = 200;
/** As the browser's protocol counts modifier keys. */
const SHIFT = 8;
const MEMFS = path.resolve(import.meta.dirname, '../memfs');

describe('files given to a chat', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];
  let folder: string;

  const chat = () => window.webview();
  const input = () => chat().locator('vscode-text-area textarea');

  const started = startedHere();
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-memfs-'));
    await started.defer(() => rm(folder, { recursive: true }));
    const memfs = path.join(folder, 'memfs.vsix');
    await pack(MEMFS, memfs);
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        extensions: [memfs],
      }),
    );
    ({ ada, window } = scene);
    await writeFile(path.join(scene.workbench.server.folder, 'answer.ts'), 'answer = 42;\n');
    await window.openTreeItem(/Ada Lovelace/u, () => input().waitFor());
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Waits for the announcement of a file, after `from` events. Result: its size. */
  const announced = async (name: string | RegExp, from: number) => {
    const isIt = (xml = '') =>
      new RegExp(`<name>${typeof name === 'string' ? name : name.source}</name>`, 'u').test(xml);
    const { oob } = await ada.waitFor(({ xml }) => isIt(xml), 60_000, from);
    assert.ok(oob);
    return (await ada.download(oob)).size;
  };

  it('leave the explorer with Shift held, after a question', async () => {
    const from = ada.events.length;
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').hover();
    const { mouse, keyboard } = window.page;
    await mouse.down();
    await keyboard.down('Shift');
    const box = await input().boundingBox();
    assert.ok(box);
    await mouse.move(box.x + 20, box.y - 120, { steps: 5 });
    await mouse.move(box.x + 60, box.y - 140, { steps: 5 });
    await chat().locator('.drop').waitFor();
    await window.screenshot('giveFiles/1-drop');
    await mouse.up();
    await keyboard.up('Shift');
    const question = window.dialog('Send answer.ts to Ada Lovelace?');
    await question.waitFor();
    await window.screenshot('giveFiles/2-question');
    await question.getByRole('button', { name: 'Send', exact: true }).click();
    assert.equal(await announced('answer.ts', from), 13);
  });

  it('come from the system, dropped with their content', async () => {
    const from = ada.events.length;
    const file = path.join(folder, 'from-the-desktop.txt');
    await writeFile(file, 'hello');
    const box = await input().boundingBox();
    assert.ok(box);
    const devtools = await window.page.context().newCDPSession(window.page);
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
      if (type === 'drop') await chat().locator('.drop').waitFor();
      await devtools.send('Input.dispatchDragEvent', {
        type,
        modifiers: SHIFT,
        x: box.x + 20,
        y: box.y - 120,
        data: { items: [], files: [file], dragOperationsMask: 1 },
      });
      // Whether it is taken, the page answers to one event and the browser knows at the next.
      await window.page.waitForTimeout(DRAG_STEP_MS);
    }
    assert.equal(await announced('from-the-desktop.txt', from), 5);
  });

  it('are a picture in the clipboard, shown before it leaves', async () => {
    const from = ada.events.length;
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
      const picture = new Blob([bytes], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    }, PNG);
    await input().click();
    await window.page.keyboard.press('Control+V');
    const bar = chat().getByRole('region', { name: 'Files to be sent' });
    await bar.locator('img').waitFor();
    await window.screenshot('giveFiles/3-paste');
    await window.page.keyboard.press('Enter');
    assert.notEqual(await announced(/pasted-\d{4}-\d\d-\d\d-\d{4}\.png/u, from), 0);
    await bar.waitFor({ state: 'hidden' });
  });

  it('are on no disk, but in a virtual file system', async () => {
    const from = ada.events.length;
    await window.runCommand('Memfs: Open File in Memory');
    await window.editing('disk = undefined');
    await window.runCommand('XMPP: Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    assert.equal(await announced('virtual.ts', from), 31);
  });
});
