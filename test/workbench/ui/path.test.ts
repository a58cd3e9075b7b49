import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const SOURCE = 'export const answer = 42; // Ответ 👩‍💻\n';

describe('from signing in to a file that was sent', () => {
  let scene: Scene;
  let server: Scene['server'];
  let ada: Scene['ada'];
  let workbench: Scene['workbench'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    const groups = ['Team'];
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace', groups }],
        signIn: false,
        settings: { 'files.autoSave': 'off' },
      }),
    );
    ({ server, ada, workbench, window } = scene);
    await ada.presence({ show: 'away', status: 'Compiling the notes…' });
    await writeFile(path.join(workbench.server.folder, 'answer.ts'), SOURCE);
  });
  keepTracesOnFailure(() => workbench);

  /** The chat tab that shows. */
  const chat = () => window.webview();
  const ofAda = (matches: (event: Scene['ada']['events'][number]) => unknown) =>
    ada.waitFor((event) => event.event === 'message' && matches(event));

  it('welcomes who is not signed in', async () => {
    await window.openContainer('XMPP');
    await window.page.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await window.screenshot('path/1-welcome');
  });

  it('says what is wrong with an address, and with a password, and keeps what was typed', async () => {
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you');
    await window.page.getByText('A JID looks like name@server.org').first().waitFor();
    await window.answer('Sign In', 'you@localhost');
    await window.answer('Password of you@localhost', 'wrong');
    await window.page.getByText('localhost did not accept the password').first().waitFor();
    await window.screenshot('path/2-wrong-password');
  });

  it('signs in and shows the contacts, live', async () => {
    await window.answer('did not accept the password', scene.password);
    await window.treeItem(/Ada Lovelace, away, Compiling the notes/u).waitFor();
    await window.statusBarItem('available').waitFor();
    await window.screenshot('path/3-contacts');
    await ada.presence({ status: 'Back' });
    await window.treeItem(/Ada Lovelace, available, Back/u).waitFor();
  });

  it('opens a chat by a click, and carries messages both ways', async () => {
    await window.treeItem(/Ada Lovelace/u).click();
    const input = chat().getByRole('textbox');
    await input.fill('Have you seen the parser? 👩‍💻');
    await input.press('Enter');
    const { body, receiptRequested } = await ofAda(({ body }) => body);
    assert.equal(body, 'Have you seen the parser? 👩‍💻');
    assert.equal(receiptRequested, true);
    await chat().getByRole('img', { name: 'Delivered' }).waitFor();
    await ada.send({ to: 'you@localhost', body: 'Да, <b>вот</b> он', receipt: true });
    await chat().getByText('Да, <b>вот</b> он').waitFor();
    await ofAda(({ receiptFor }) => receiptFor);
    await window.screenshot('path/4-chat');
  });

  it('counts what was not seen yet', async () => {
    await window.runCommand('View: Close Editor');
    await ada.send({ to: 'you@localhost', body: 'Still there?' });
    await window.treeItem(/Ada Lovelace, available, Back, 1 unread/u).waitFor();
    await window.statusBarItem('· 1').waitFor();
    await window.screenshot('path/5-unread');
    await window.treeItem(/Ada Lovelace/u).click();
    await chat().getByText('Still there?').waitFor();
    await window.statusBarItem('· 1').waitFor({ state: 'detached' });
  });

  it('sends the file in the editor, as the editor shows it, byte for byte', async () => {
    await window.runCommand('View: Close Editor');
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').dblclick();
    await window.editing('answer = 42');
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('// not saved');
    await window.runCommand('XMPP: Send Current File to Contact…');
    await window.pick('Ada Lovelace');
    await window.pick('Send the current text');
    const { oob } = await ofAda((event) => event.oob);
    assert.ok(oob);
    assert.match(oob, /answer\.ts$/u);
    const content = Buffer.from(`${SOURCE}// not saved`);
    assert.deepEqual(await ada.download(oob), {
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    await window.screenshot('path/6-file-sent');
  });

  it('C9: shows a file that comes as a card, and saves it byte for byte', async () => {
    const content = 'export const reply = "Ja — да";\n';
    const file = path.join(path.dirname(workbench.server.folder), 'reply.ts');
    await writeFile(file, content);
    await ada.upload({ file, to: 'you@localhost' });
    await window.openContainer('XMPP');
    await window.openTreeItem(/Ada Lovelace/u, () => chat().getByText('reply.ts').waitFor());
    await window.screenshot('path/7-file-received');
    await chat().getByRole('button', { name: /Save/u }).last().click();
    const target = path.join(workbench.server.folder, 'reply.ts');
    await window.saveAs(file, target);
    await window.page.getByText('reply.ts was saved').waitFor();
    assert.equal(await readFile(target, 'utf8'), content);
  });

  it('keeps what is typed while the connection drops, and sends what was queued', async () => {
    const input = chat().getByRole('textbox');
    await input.fill('half a thou');
    await server.kill('SIGKILL');
    await window.treeItem(/Ada Lovelace, offline/u).waitFor();
    await window.screenshot('path/8-offline');
    assert.equal(await input.inputValue(), 'half a thou');
    await input.fill('half a thought, sent offline');
    await input.press('Enter');
    await server.start();
    await window.runCommand('XMPP: Reconnect Now');
    await ofAda(({ body }) => body === 'half a thought, sent offline');
  });

  it('signs in by itself after a reload, and the chat tab comes back with its draft', async () => {
    await chat().getByRole('textbox').fill('a draft');
    await window.reload();
    await window.statusBarItem('available').waitFor();
    await window.editorTab(/Ada Lovelace/u).click();
    await window.holds(chat().getByRole('textbox'), 'a draft');
    await window.screenshot('path/9-after-reload');
  });

  it('changes presence by the status bar', async () => {
    const from = ada.events.length;
    await window.statusBarItem('available').click();
    await window.pick('do not disturb');
    await ada.waitFor(({ event, show }) => event === 'presence' && show === 'dnd', 60_000, from);
    await window.statusBarItem('do not disturb').waitFor();
  });

  it('looks at home in the light theme and in high contrast', async () => {
    for (const theme of ['light', 'contrast', 'dark'] as const) {
      await window.useTheme(theme);
      await window.screenshot(`path/10-${theme}`);
    }
  });

  it('signs out and forgets the password', async () => {
    await window.runCommand('XMPP: Sign Out');
    await window.page.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await window.reload();
    await window.openContainer('XMPP');
    await window.page.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
  });
});
