import assert from 'node:assert/strict';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';
/** So many messages are there that most are far from what a tab loads. */
const COUNT = 230;
const MINUTE_MS = 60_000;

describe('finding things again', () => {
  let scene: Scene;
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
    ({ window } = scene);
    for (let n = 1; n <= COUNT; n++) {
      const body = n % 100 === 5 ? `The needle, number ${n}, lies in the hay` : `Hay ${n}`;
      await scene.ada.send({ to: YOU, body });
    }
    await window.treeItem(new RegExp(`Ada.*${COUNT} unread`, 'u')).waitFor();
  });
  keepTracesOnFailure(() => scene.workbench);

  const chat = () => window.webview();
  const row = (text: string) => chat().locator('.message', { hasText: text });
  const search = async (typed: string) => {
    await window.runCommand('XMPP: Search Messages…');
    await window.inputTitled('Search Messages');
    await window.quickInput.fill(typed);
  };
  const results = () => window.page.locator('.quick-input-list .monaco-list-row');

  it('leads from a word to the message, in a chat that was not open', async () => {
    await search('needle 5');
    await window.quickPickRow('number 5,').waitFor();
    await window.screenshot('search/results');
    await window.pick('number 5,');
    await row('number 5,').and(chat().locator('[aria-current]')).waitFor();
    await window.screenshot('search/arrived');
    // Nobody has read the newest ones.
    assert.equal(
      await chat()
        .getByText(/\d+ new$/u)
        .count(),
      0,
    );
    await window.treeItem(new RegExp(`Ada.*${COUNT} unread`, 'u')).waitFor();
  });

  it('narrows as one types, and keeps what was typed when a filter is wrong', async () => {
    await search('needle');
    await window.quickPickRow('number 205').waitFor();
    assert.equal(await results().count(), 3);
    await window.quickInput.fill('needle in:grace');
    await window.quickPickRow('No message fits').waitFor();
    await window.quickInput.fill('needle after:someday');
    await window.quickPickRow('looks like after:2026-01-31').waitFor();
    assert.equal(await window.quickInput.inputValue(), 'needle after:someday');
    await window.screenshot('search/bad-filter');
    await window.page.keyboard.press('Escape');
  });

  it('takes filters by buttons, too', async () => {
    await search('needle');
    await window.page.getByRole('button', { name: /Only in One Chat/u }).click();
    await window.inputTitled('Search Messages in…');
    await window.screenshot('search/chats');
    await window.pick('Ada');
    await window.quickPickRow('number 205').waitFor();
    await window.inputHolds('needle in:ada@localhost ');
    await window.page.getByRole('button', { name: /Only of Some Days/u }).click();
    await window.inputTitled('Search Messages of…');
    await window.pick('Today');
    await window.quickPickRow('number 205').waitFor();
    await window.inputHolds(/after:\d{4}-\d\d-\d\d $/u);
    await window.screenshot('search/filtered');
    await window.page.keyboard.type('105');
    await window.quickPickRow('number 205').waitFor({ state: 'detached' });
    assert.match(
      await window.quickInput.inputValue(),
      /needle in:ada@localhost after:\d{4}-\d\d-\d\d 105$/u,
    );
    await window.page.getByRole('button', { name: /Only with a File/u }).click();
    await window.quickPickRow('No message fits').waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('shows page after page, by the keyboard', async () => {
    await search('hay 1');
    await window.quickPickRow('Hay 199').waitFor();
    await window.quickInput.press('ArrowUp');
    await window.screenshot('search/older');
    await window.quickInput.press('Enter');
    const inFront = window.page.locator('.monaco-list-row.focused', { hasText: /Hay \d+/u });
    await inFront.waitFor();
    for (let n = 0; n < 60; n++) await window.quickInput.press('ArrowDown');
    await inFront.waitFor();
    await window.screenshot('search/second-page');
    await window.page.keyboard.press('Escape');
  });

  it('finds in the whole chat by the keyboard, far from what is loaded', async () => {
    await search('230');
    await window.pick('Hay 230');
    await row('Hay 230').and(chat().locator('[aria-current]:focus')).waitFor();
    await window.page.keyboard.press('Control+f');
    await window.page.keyboard.type('EEDLE');
    const count = chat().locator('.bar-count');
    await count.getByText('3 of 3').waitFor();
    await row('number 205').waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.press('Enter');
    await count.getByText('1 of 3').waitFor();
    await row('number 5,').waitFor();
    await window.screenshot('search/find');
    await window.page.keyboard.press('Escape');
  });

  it('goes to a message in a tab that is open, and in one that is hidden', async () => {
    await search('number 205');
    await window.pick('number 205');
    await row('number 205').and(chat().locator('[aria-current]')).waitFor();
    await window.treeItem(/Grace/u).click();
    await chat().getByRole('textbox', { name: 'Message Grace' }).waitFor();
    await search('number 105');
    await window.pick('number 105');
    await row('number 105').and(chat().locator('[aria-current]')).waitFor();
  });

  it('jumps to a date in the chat in front, and says so where none is', async () => {
    await window.runCommand('XMPP: Jump to Date…');
    const date = chat().locator('input[type=date]');
    await date.and(chat().locator(':focus')).waitFor();
    await date.fill(new Date(Date.now() - 2 * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10));
    await date.press('Enter');
    await row('Hay 1').first().waitFor();
    await window.runCommand('View: Close All Editors');
    await window.runCommand('XMPP: Jump to Date…');
    await window.notified('No chat is in front');
  });

  it('fits every theme, narrow and wide', async () => {
    await window.treeItem(/Ada/u).click();
    await row('Hay 230').waitFor();
    for (const theme of ['dark', 'contrast', 'light'] as const) {
      await window.useTheme(theme);
      for (const [name, width] of [
        ['wide', 1280],
        ['narrow', 640],
      ] as const) {
        await window.page.setViewportSize({ width, height: 800 });
        await search('number 105');
        await window.quickPickRow('number 105').waitFor();
        await window.inputHolds('number 105');
        await window.screenshot(`search/${theme}-${name}`);
        const list = await results().first().boundingBox();
        assert.ok(list && list.x >= 0 && list.x + list.width <= width);
        await window.page.keyboard.press('Escape');
      }
      await window.page.setViewportSize({ width: 1280, height: 800 });
    }
  });

  it('shows whose messages the server keeps, and changes it', async () => {
    const offered = () => window.page.locator('.quick-input-list .monaco-list-row');
    await window.runCommand('XMPP: Archive Preferences…');
    await offered().filter({ hasText: 'Everybody' }).filter({ hasText: 'now' }).waitFor();
    await window.pick('Only my contacts');
    await offered().filter({ hasText: 'Only my contacts' }).filter({ hasText: 'now' }).waitFor();
    await window.pick('Add an exception…');
    await window.quickInput.fill('@');
    await window.quickInput.press('Enter');
    await window.page.getByText('A JID looks like').first().waitFor();
    await window.answer('Archive Preferences', 'grace@localhost');
    await window.pick('Never keep');
    await offered().filter({ hasText: 'grace@localhost' }).filter({ hasText: 'never' }).waitFor();
    for (const theme of ['dark', 'light'] as const) {
      await window.page.keyboard.press('Escape');
      await window.useTheme(theme);
      await window.runCommand('XMPP: Archive Preferences…');
      await offered().filter({ hasText: 'grace@localhost' }).filter({ hasText: 'never' }).waitFor();
      await window.screenshot(`search/preferences-${theme}`);
    }
    await window.pick('grace@localhost');
    await window.pick('No exception');
    await offered().filter({ hasText: 'grace@localhost' }).waitFor({ state: 'detached' });
    await window.page.keyboard.press('Escape');
  });

  it('works without a connection, and in another window', async () => {
    await scene.server.kill('SIGKILL');
    await window.treeItem(/Ada, offline/u).waitFor();
    const other = await scene.workbench.openWindow();
    await other.openContainer('XMPP');
    await other.treeItem(/Ada/u).waitFor();
    // Of several views, the buttons of one show while the mouse is over it.
    await other.treeItem(/Ada/u).hover();
    await other.page.getByRole('button', { name: 'Search Messages…' }).click();
    await other.quickInput.fill('number 105');
    await other.pick('number 105');
    await other.webview().locator('.message:focus', { hasText: 'number 105' }).waitFor();
    await other.page.close();
  });
});
