import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('files', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let workbench: Scene['workbench'];
  let window: Scene['window'];

  const inFolder = (name: string) => path.join(workbench.server.folder, name);
  const chat = () => window.webview();

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        // Or else the explorer selects the file of an editor once that has opened, and it alone.
        settings: { 'files.autoSave': 'off', 'explorer.autoReveal': false },
      }),
    );
    ({ ada, workbench, window } = scene);
    await writeFile(inFolder('answer.ts'), 'export const answer = 42;\n');
    await writeFile(inFolder('question.ts'), 'export const question = 6 * 9;\n');
    await writeFile(inFolder('.env'), 'TOKEN=1\n');
  });
  keepTracesOnFailure(() => workbench);

  /** Waits for the announcement of a file, after `from` events. Result: its name and size. */
  const announced = async (name: string, from = 0) => {
    const named = `<name>${name}</name>`;
    const { oob, xml } = await ada.waitFor(({ xml }) => xml?.includes(named), 60_000, from);
    assert.ok(oob && xml);
    return (await ada.download(oob)).size;
  };

  it('selected in the explorer are sent as one message', async () => {
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').click();
    await window.editorTab('answer.ts').waitFor();
    await window.treeItem('question.ts').click({ modifiers: ['Control'] });
    await window.treeItemMenu('question.ts', 'Send Current File to Contact…');
    await window.page.getByText('Send 2 files to…').waitFor();
    await window.pick('Ada Lovelace');
    const sent = await ada.waitFor((event) => event.xml?.includes('question.ts'), 60_000);
    assert.match(sent.xml ?? '', /<media-type>text\/plain</u);
    assert.match(sent.xml ?? '', /<name>answer\.ts<.*<name>question\.ts</su);
    const urls = sent.body?.split('\n') ?? [];
    const downloaded = await Promise.all(urls.map((url) => ada.download(url)));
    assert.deepEqual(
      downloaded.map(({ size }) => size),
      [26, 31],
    );
  });

  it('are listed in the view Transfers until they are cleared', async () => {
    await window.openContainer('XMPP');
    await window.treeItem('question.ts').getByText('to Ada Lovelace · sent').waitFor();
    await window.screenshot('files/0-transfers');
    await window.runCommand('XMPP: Clear Ended Transfers');
    await window.treeItem('question.ts').waitFor({ state: 'detached' });
    await window.page
      .getByRole('button', { name: 'Transfers Section' })
      .waitFor({ state: 'detached' });
    await window.openContainer('Explorer');
  });

  it('go in the way that the user chooses', async () => {
    const from = ada.events.length;
    await window.treeItem('answer.ts').dblclick();
    await window.editing('answer = 42');
    await window.runCommand('XMPP: Send Current File By…');
    await window.pick('Ada Lovelace');
    await window.page.getByText('Send to Ada Lovelace in which way?').waitFor();
    await window.screenshot('files/0-ways');
    await window.pick('Directly to Their Older Client');
    const received = await ada.waitFor(({ event }) => event === 'received', 60_000, from);
    assert.equal(received.size, 26);
    assert.equal(ada.events.slice(from).filter(({ oob }) => oob).length, 0);
  });

  it('go to the device that the user chooses', async () => {
    const { server, password } = scene;
    const laptop = await startPeer({ server, user: 'ada', password, resource: 'laptop' });
    try {
      await laptop.presence({ show: 'dnd', status: 'at the $(bug) desk' });
      // Once the server answers, it has told that, too.
      await laptop.iq({ payload: '<ping xmlns="urn:xmpp:ping"/>' });
      const from = ada.events.length;
      await window.runCommand('XMPP: Send Current File By…');
      await window.pick('Ada Lovelace');
      await window.pick('Directly to Their Older Client');
      await window.page.getByText('Send to which device of Ada Lovelace?').waitFor();
      await window.quickPickRow('the best one').getByText('slixmpp').waitFor();
      await window.quickPickRow('laptop').getByText('do not disturb').waitFor();
      await window.screenshot('files/0-devices');
      await window.pick('laptop');
      const received = await laptop.waitFor(({ event }) => event === 'received');
      assert.equal(received.size, 26);
      assert.equal(ada.events.slice(from).filter(({ event }) => event === 'received').length, 0);
    } finally {
      await laptop.stop();
    }
  });

  it('that were not sent go another way', async () => {
    const from = ada.events.length;
    await ada.accept([]);
    await window.runCommand('XMPP: Send Current File By…');
    await window.pick('Ada Lovelace');
    await window.pick('Directly to Their Older Client');
    const failed = window.notification(/No connection for the file could be made/u);
    await failed.getByRole('button', { name: 'Try Another Way…' }).waitFor();
    await window.screenshot('files/0-another-way');
    await window.runCommand('XMPP: Send File Another Way…');
    await window.pick('answer.ts');
    await window.quickPickRow('Directly to Their Older Client').waitFor();
    await window.page.keyboard.press('Escape');
    await failed.getByRole('button', { name: 'Try Another Way…' }).click();
    await window.pick('By the Server');
    assert.equal(await announced('answer.ts', from), 26);
    await ada.accept(['socks5', 'ibb']);
  });

  it('that look like secrets leave only after a question', async () => {
    const from = ada.events.length;
    await window.treeItemMenu('.env', 'Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    const question = window.dialog('Send .env to Ada Lovelace?');
    await question.waitFor();
    await window.screenshot('files/1-secret');
    await window.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await window.treeItem('.env').dblclick();
    await window.editing('TOKEN=1');
    await window.runCommand('XMPP: Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    await question.getByRole('button', { name: 'Send Anyway' }).click();
    await announced('.env', from);
    const announcements = ada.events.slice(from).filter(({ oob }) => oob);
    assert.equal(announcements.length, 1);
  });

  it('that are not saved are sent as they are saved, or as the editor shows them', async () => {
    await window.treeItem('answer.ts').dblclick();
    await window.editing('answer = 42');
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('// more');
    for (const [choice, size] of [
      ['Send the saved file', 26],
      ['Send the current text', 33],
    ] as const) {
      const from = ada.events.length;
      await window.runCommand('XMPP: Send Current File to Contact…');
      await window.pick('Ada Lovelace');
      await window.quickPickRow(choice).waitFor();
      await window.screenshot('files/2-unsaved');
      await window.pick(choice);
      assert.equal(await announced('answer.ts', from), size);
    }
  });

  it('dragged onto a contact are sent', async () => {
    const from = ada.events.length;
    await window.runCommand('File: Save');
    const unsaved = window.page.locator('.tab.dirty', { hasText: 'answer.ts' });
    await unsaved.waitFor({ state: 'detached' });
    await window.openContainer('XMPP');
    const contact = window.treeItem(/^Ada Lovelace/u);
    await window.editorTab('answer.ts').dragTo(contact);
    assert.equal(await announced('answer.ts', from), 33);
  });

  it('of untitled editors are sent under their title', async () => {
    const from = ada.events.length;
    await window.runCommand('File: New Untitled Text File');
    await window.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    // The editor before it was of TypeScript.
    await window.statusBarItem('Plain Text').waitFor();
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.page.keyboard.type('not on any disk');
    await window.treeItemMenu(/^Ada Lovelace/u, 'Send Current File to Contact…', () =>
      announced('Untitled-1.txt', from),
    );
    assert.equal(await announced('Untitled-1.txt', from), 15);
  });

  it('that come are saved for their owner alone', async () => {
    const file = path.join(workbench.server.folder, '..', 'answer.ts');
    await writeFile(file, 'export const answer = 43;\n');
    await window.editorTab('answer.ts').click();
    await ada.upload({ file, to: 'you@localhost' });
    await window.treeItem(/Ada Lovelace, available, 1 unread/u).click();
    await chat().getByRole('button', { name: 'Save As…' }).last().click();
    await window.saveAs(inFolder('../answer.ts'), inFolder('theirs.ts'));
    await window.page.getByText('answer.ts was saved').waitFor();
    assert.equal(await readFile(inFolder('theirs.ts'), 'utf8'), 'export const answer = 43;\n');
    assert.equal((await stat(inFolder('theirs.ts'))).mode & 0o777, 0o600);
    await window.screenshot('files/3-card');
  });

  it('that come are compared with the active one, and opened as text that cannot be changed', async () => {
    await chat().getByRole('button', { name: 'Compare with Active File' }).last().click();
    await window.editorTab('answer.ts ↔ answer.ts (received)').waitFor();
    await window.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await window.screenshot('files/4-compare');
    await window.editorTab(/Ada Lovelace/u).click();
    await chat().getByRole('button', { name: 'Open as Text' }).last().click();
    const shown = window.page.locator('.editor-instance .view-lines', { hasText: 'answer = 43' });
    await shown.last().waitFor();
    await window.screenshot('files/5-text');
  });

  it('that are pictures are fetched and shown at a click, and not before', async () => {
    await window.editorTab(/Ada Lovelace/u).click();
    let connections = 0;
    const stranger = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await started.defer(() => stranger.close());
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const address = stranger.address();
    assert.ok(typeof address === 'object' && address);
    const url = `https://127.0.0.1:${address.port}/tracker.png`;
    await ada.send({ to: 'you@localhost', body: url, oob: url });
    await chat().getByText('tracker.png').waitFor();
    const file = path.join(workbench.server.folder, '..', 'dot.png');
    await writeFile(file, Buffer.from(PNG, 'base64'));
    await ada.upload({ file, to: 'you@localhost' });
    await chat().getByText('dot.png').waitFor();
    assert.equal(await chat().locator('.log img').count(), 0);
    await chat().getByRole('button', { name: 'Show Picture' }).last().click();
    const picture = chat().getByRole('img', { name: 'dot.png' });
    await picture.waitFor();
    assert.match((await picture.getAttribute('src')) ?? '', /^blob:/u);
    await picture.evaluate((img: HTMLImageElement) => img.decode());
    assert.equal(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth), 1);
    assert.equal(connections, 0);
    await window.screenshot('files/6-picture');
    await chat().getByRole('button', { name: 'Show Picture' }).last().click();
    await window.notification('cannot be reached').waitFor();
    assert.notEqual(connections, 0);
  });

  it('that are pictures are opened in the viewer of the editor', async () => {
    await window.editorTab(/Ada Lovelace/u).click();
    await chat().getByRole('button', { name: 'Open in Tab' }).last().click();
    await window.editorTab('dot.png').waitFor();
    // The viewer tells the size of what it shows in the status bar.
    await window.page.getByText('1x1', { exact: true }).waitFor();
    await window.screenshot('files/7-picture-tab');
  });
});
