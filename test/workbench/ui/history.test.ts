import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('history over a restart', () => {
  let scene: Scene;
  let server: Scene['server'];
  let ada: Scene['ada'];
  let grace: Peer | undefined;
  let workbench: Scene['workbench'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        others: ['grace'],
        contacts: [
          { jid: 'ada@localhost', name: 'Ada' },
          { jid: 'grace@localhost', name: 'Grace' },
        ],
      }),
    );
    ({ server, ada, workbench, window } = scene);
    await started.defer(() => grace?.stop());
    await ada.presence({ status: 'Here' });
    // A click on a row that is being drawn anew is lost.
    await window.treeItem(/Ada, available, Here/u).waitFor();
  });
  keepTracesOnFailure(() => workbench);

  const chat = () => window.webview();
  const write = async (text: string) => {
    await chat().getByRole('textbox').fill(text);
    await chat().getByRole('textbox').press('Enter');
    await chat().getByRole('article', { name: text }).waitFor();
  };
  const row = (text: string) => chat().getByRole('article', { name: text });
  const reopen = async () => {
    await window.page.close();
    window = await workbench.openWindow();
    await window.openContainer('XMPP');
  };

  it('begins with what is said and read, what is not read, and what waits', async () => {
    await window.treeItem(/Ada/u).click();
    await ada.send({ to: 'you@localhost', body: 'first words' });
    await row('first words').waitFor();
    await write('an answer');
    await chat()
      .getByRole('img', { name: /Sent|Delivered/u })
      .waitFor();
    await window.runCommand('View: Close Editor');
    for (const body of ['one more', 'and another']) await ada.send({ to: 'you@localhost', body });
    await window.treeItem(/Ada.*2 unread/u).waitFor();
    await ada.stop();
    await server.kill('SIGKILL');
    await window.treeItem(/Ada, offline/u).waitFor();
    await window.openTreeItem(/Grace/u, () => chat().getByRole('textbox').waitFor());
    await write('never mind');
    await write('sent while offline');
    await window.screenshot('history/1-waiting');
  });

  it('lets a message that waits be deleted', async () => {
    await row('never mind').hover();
    await chat().getByRole('button', { name: 'Delete Message' }).click();
    await row('never mind').waitFor({ state: 'detached' });
    await row('sent while offline').hover();
    await window.screenshot('history/2-delete');
  });

  it('has all of it when the window is opened again, without a connection', async () => {
    await reopen();
    await window.statusBarItem('· 2').waitFor();
    await window.treeItem(/Ada, offline.*2 unread/u).waitFor();
    await window.screenshot('history/3-reopened');
    await window.openTreeItem(/Ada/u, () => row('first words').waitFor());
    for (const text of ['first words', 'an answer', 'one more', 'and another']) {
      await row(text).waitFor();
    }
    await window.statusBarItem('· 2').waitFor({ state: 'detached' });
    await window.screenshot('history/4-ada');
    await window.openTreeItem(/Grace/u, () => row('sent while offline').waitFor());
    assert.equal(await row('never mind').count(), 0);
    await chat().getByRole('img', { name: 'Waiting to be sent' }).waitFor();
  });

  it('sends what waited, once, when there is a connection', async () => {
    await server.start();
    grace = await startPeer({ server, user: 'grace', password: scene.password });
    await grace.presence({ status: 'Here' });
    await window.runCommand('XMPP: Reconnect Now');
    await chat()
      .getByRole('img', { name: /Sent|Delivered/u })
      .waitFor();
    await grace.waitFor(({ body }) => body === 'sent while offline');
    await write('the end');
    await grace.waitFor(({ body }) => body === 'the end');
    const bodies = grace.events.filter(({ event }) => event === 'message').map(({ body }) => body);
    assert.deepEqual(bodies.filter(Boolean), ['sent while offline', 'the end']);
  });

  it('remembers what was read', async () => {
    await reopen();
    await window.treeItem(/Ada, offline$/u).waitFor();
  });

  it('exports a chat, and clears it', async () => {
    await window.treeItemMenu(/Ada/u, 'Export Chat…');
    const target = path.join(workbench.server.folder, 'ada.json');
    await window.saveAs(
      path.join(path.dirname(workbench.server.folder), 'ada@localhost.md'),
      target,
    );
    await window.statusBarItem('The chat was exported').waitFor();
    assert.equal((await stat(target)).mode & 0o777, 0o600);
    const { messages } = JSON.parse(await readFile(target, 'utf8')) as {
      messages: readonly { body: string }[];
    };
    assert.deepEqual(
      messages.map(({ body }) => body),
      ['first words', 'an answer', 'one more', 'and another'],
    );
    await window.openTreeItem(/Ada/u, () => row('and another').waitFor());
    await window.treeItemMenu(/Ada/u, 'Clear Chat History…');
    await window.screenshot('history/5-clear');
    await window.dialog('Delete all messages').getByRole('button', { name: 'Clear' }).click();
    await row('and another').waitFor({ state: 'detached' });
    await window.treeItem(/and another/u).waitFor({ state: 'detached' });
    await window.screenshot('history/6-cleared');
  });

  it('does not get back from the archive what was cleared', async () => {
    await reopen();
    ada = await startPeer({ server, user: 'ada', password: scene.password });
    await ada.presence({ status: 'Here again' });
    await window.treeItem(/Ada, available, Here again/u).waitFor();
    await ada.send({ to: 'you@localhost', body: 'something new' });
    await window.openTreeItem(/Ada/u, () => row('something new').waitFor());
    await window.screenshot('history/7-new');
    assert.equal(await chat().getByRole('article').count(), 1);
    await ada.stop();
  });
});
