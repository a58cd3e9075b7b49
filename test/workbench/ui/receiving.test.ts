import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const TEXT = 'export const answer = 43;\n';
const LARGE = 600_000;

describe('offered files', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];
  /** The full JID of the window with the session. */
  let you: string;
  let theirs: string;

  const inFolder = (name: string) => path.join(scene.workbench.server.folder, name);
  const chat = () => window.webview();
  const card = (name: string) =>
    chat()
      .getByRole('group', { name: `Offered file ${name}` })
      .last();
  const press = (name: string, button: string) =>
    card(name).getByRole('button', { name: button }).click();

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, window } = scene);
    theirs = path.join(scene.workbench.server.folder, '..', 'theirs');
    await mkdir(theirs);
    await writeFile(inFolder('answer.ts'), 'export const answer = 42;\n');
    const isYou = ({ event, from = '', type }: (typeof ada.events)[number]) =>
      event === 'presence' && type === 'available' && from.startsWith('you@localhost/');
    you = (await ada.waitFor(isYou)).from ?? '';
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Ada offers a file. Result: whether all of it was sent. */
  const offer = async (
    name: string,
    content: string | Buffer,
    claims: { size?: number; ends?: boolean } = {},
  ) => {
    const file = path.join(theirs, name);
    await writeFile(file, content);
    return ada.offer({ to: you, file, ...claims }).then(
      () => true,
      () => false,
    );
  };

  it('are told, and stand in the view Transfers', async () => {
    const sending = offer('answer.ts', TEXT);
    await window.notified('Ada Lovelace offers answer.ts');
    await window.treeItem('answer.ts').getByText('waits for your answer').waitFor();
    await window.screenshot('receiving/0-told');
    await window.openTreeItem(/Ada Lovelace/u, () => card('answer.ts').waitFor());
    await window.screenshot('receiving/1-offered');
    await press('answer.ts', 'Save As…');
    await window.inputHolds(/answer\.ts$/u);
    const offered = await window.quickInput.inputValue();
    await window.saveAs(offered, inFolder('theirs.ts'));
    await card('answer.ts').getByText('Saved as theirs.ts').waitFor();
    assert.equal(await sending, true);
    assert.equal(await readFile(inFolder('theirs.ts'), 'utf8'), TEXT);
    assert.equal((await stat(inFolder('theirs.ts'))).mode & 0o777, 0o600);
    await window.treeItem('answer.ts').getByText('received').waitFor();
    await window.screenshot('receiving/2-done');
  });

  it('are shown where they are, opened, and compared with the active one', async () => {
    await press('answer.ts', 'Reveal');
    await window.notified(inFolder('theirs.ts'));
    await window.screenshot('receiving/3-revealed');
    await press('answer.ts', 'Open as Text');
    const lines = window.page.locator('.editor-instance .view-lines', { hasText: 'answer = 43' });
    await lines.last().waitFor();
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').dblclick();
    await window.editing('answer = 42');
    await window.editorTab(/Ada Lovelace/u).click();
    await press('answer.ts', 'Compare with Active File');
    await window.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await window.screenshot('receiving/4-compared');
    await window.openContainer('XMPP');
    await window.editorTab(/Ada Lovelace/u).click();
  });

  it('show how far they are, and are cancelled', async () => {
    const sending = offer('large.dat', randomBytes(LARGE / 2), { size: LARGE, ends: false });
    await card('large.dat').waitFor();
    await press('large.dat', 'Accept');
    await card('large.dat').getByText('50 % of 600 kB').waitFor();
    await window.treeItem('large.dat').getByText('50 % of 600 kB').waitFor();
    await window.screenshot('receiving/5-running');
    await press('large.dat', 'Cancel');
    await card('large.dat').getByText('You cancelled it, and nothing was kept').waitFor();
    await window.treeItem('large.dat').getByText('cancelled').waitFor();
    assert.equal(await sending, true);
  });

  it('are declined, which the other side is told', async () => {
    const sending = offer('declined.dat', randomBytes(10));
    await card('declined.dat').waitFor();
    await press('declined.dat', 'Decline');
    await card('declined.dat').getByText('You declined it').waitFor();
    assert.equal(await sending, false);
  });

  it('say why they were not received', async () => {
    const sending = offer('longer.dat', randomBytes(20), { size: 10 });
    await card('longer.dat').waitFor();
    await press('longer.dat', 'Accept');
    await card('longer.dat').locator('.failure-reason').waitFor();
    await sending;
    for (const theme of ['light', 'contrast', 'dark'] as const) {
      await window.useTheme(theme);
      await window.screenshot(`receiving/6-ends-${theme}`);
    }
    await window.page.setViewportSize({ width: 700, height: 800 });
    await window.screenshot('receiving/7-narrow');
    await window.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('leave the view Transfers when it is cleared', async () => {
    await window.runCommand('XMPP: Clear Ended Transfers');
    await window.page
      .getByRole('button', { name: 'Transfers Section' })
      .waitFor({ state: 'detached' });
    await card('answer.ts').getByText('Saved as theirs.ts').waitFor();
  });
});
