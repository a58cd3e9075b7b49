import assert from 'node:assert/strict';
import type { Peer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const MARKERS = 'urn:xmpp:chat-markers:0';

describe('what both sides see of each other in a chat', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, window } = scene);
    await window.treeItem(/Ada Lovelace, available/u).waitFor();
  });
  keepTracesOnFailure(() => scene.workbench);

  const chat = () => window.webview();
  const input = () => chat().getByRole('textbox');
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await window.page.keyboard.press(key);
  };
  /** Waits until Ada hears of this state, after the first `from` events. */
  const hears = (state: string, from: number) =>
    ada.waitFor((event) => event.state === state, 60_000, from);

  it('goes by the keyboard alone from the contacts to a message, and back', async () => {
    await window.runCommand('Focus on Contacts View');
    const row = window.treeItem(/Ada Lovelace/u);
    const named = window.page.getByRole('treeitem', { name: /Ada Lovelace/u });
    const contacts = window.page.locator('.pane', { hasText: 'Contacts' });
    const focused = contacts.locator('.monaco-list:focus-within');
    await focused.filter({ has: named }).waitFor();
    await press('Home');
    for (let step = 0; step < 5; step++) {
      if (await row.evaluate((item) => item.matches('.focused'))) break;
      await press('ArrowDown');
    }
    await press('Enter');
    await input().waitFor();
    await chat().locator('vscode-text-area:focus').waitFor();
    await window.page.keyboard.type('without a mouse');
    await press('Enter');
    await ada.waitFor(({ body }) => body === 'without a mouse');
    await chat().locator('.message', { hasText: 'without a mouse' }).waitFor();
    await press('Shift+Tab', 'ArrowUp');
    await chat().locator('.message:focus').waitFor();
    await press('Escape');
    await chat().locator('vscode-text-area:focus').waitFor();
    await window.runCommand('Focus on Contacts View');
    await focused.filter({ has: named }).waitFor();
  });

  it('shows the other side what the user does: types, pauses, leaves, comes back, closes', async () => {
    await ada.send({ to: 'you@localhost', body: 'Go on', state: 'active' });
    await window.treeItem(/Ada Lovelace/u).click();
    let from = ada.events.length;
    await input().pressSequentially('Well');
    await hears('composing', from);
    from = ada.events.length;
    await window.runCommand('File: New Untitled Text File');
    await hears('inactive', from);
    from = ada.events.length;
    await window.editorTab(/Ada Lovelace/u).click();
    await hears('active', from);
    await window.holds(input(), 'Well');
    from = ada.events.length;
    await input().fill('');
    await window.runCommand('View: Close Editor');
    await hears('gone', from);
  });

  it('tells what was read once it is in sight, and shows what the other side read', async () => {
    const id = await ada.send({
      to: 'you@localhost',
      body: 'Read me',
      state: 'active',
      xml: `<markable xmlns='${MARKERS}' />`,
    });
    const isRead = ({ xml }: Peer['events'][number]) =>
      xml?.includes('<displayed') && xml.includes(id);
    await window.treeItem(/1 unread/u).waitFor();
    assert.equal(ada.events.some(isRead), false);
    await window.treeItem(/Ada Lovelace/u).click();
    await ada.waitFor(isRead, 60_000);
    await input().fill('And you?');
    await input().press('Enter');
    const sent = await ada.waitFor(({ body }) => body === 'And you?');
    await chat().getByRole('img', { name: 'Delivered' }).last().waitFor();
    await ada.send({
      to: 'you@localhost',
      xml: `<displayed xmlns='${MARKERS}' id='${sent.id ?? ''}' />`,
    });
    await chat().getByRole('img', { name: 'Read', exact: true }).nth(1).waitFor();
    await window.screenshot('chatStates/read');
  });

  const upper = () => chat().locator('.message', { hasText: 'upper' });
  /** Where that message is in the log, in CSS px; the frames around the tab may move. */
  const place = () =>
    upper().evaluate(
      (row) =>
        row.getBoundingClientRect().top - (row.closest('.log')?.getBoundingClientRect().top ?? 0),
    );

  it('keeps the place in the list while another editor shows', async () => {
    for (const body of ['upper\n'.repeat(30), 'middle\n'.repeat(30), 'the last']) {
      await ada.send({ to: 'you@localhost', body, state: 'active' });
    }
    await chat().getByText('the last').waitFor();
    await upper().evaluate((row) => {
      // Not `scrollIntoView`, which would move the frames around the tab as well.
      const log = row.closest('.log');
      log?.scrollBy(0, row.getBoundingClientRect().top - log.getBoundingClientRect().top);
    });
    await chat().getByRole('button', { name: 'Go to the newest' }).waitFor();
    const before = await place();
    await window.runCommand('File: New Untitled Text File');
    await window.editorTab(/Ada Lovelace/u).click();
    await upper().waitFor();
    assert.ok(Math.abs((await place()) - before) <= 2, `${await place()} instead of ${before}`);
  });

  it('keeps the draft, with an emoji in it, and the place over a reload of the window', async () => {
    await chat().getByRole('button', { name: 'Emoji', exact: true }).click();
    await chat().getByRole('combobox', { name: 'Search emoji' }).fill('party popper');
    // Its name is in no catalogue: that of all emoji comes from Unicode.
    await chat().getByRole('option').filter({ hasText: '🎉' }).waitFor();
    await window.screenshot('chatStates/emoji');
    await press('Enter');
    await window.page.keyboard.type(' a draft');
    const before = await place();
    await window.reload();
    await window.statusBarItem('available').waitFor();
    await window.editorTab(/Ada Lovelace/u).click();
    await window.holds(input(), '🎉 a draft');
    await upper().waitFor();
    assert.ok(Math.abs((await place()) - before) <= 2, `${await place()} instead of ${before}`);
  });
});
