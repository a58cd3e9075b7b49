import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DetailsMessage, DetailsRequest, KnownDetails } from '../../src/api/detailsPanel.ts';
import {
  type ContactDetailsView,
  type ContactView,
  PROFILE_FIELDS,
  type ProfileFields,
} from '../../src/api/views.ts';
import { page as pageOf } from '../../src/ui/pages/page.ts';
import { png } from '../support/pictures.ts';
import { saying } from '../support/say.ts';
import { findViolations, screenshot } from './bench.ts';
import type { DetailsScript } from './detailsStub.ts';
import { PageBench } from './pageBench.ts';
import type { ThemeName } from './themes.ts';

const hash = 'a'.repeat(40);
const contact: ContactView = {
  id: 'ada@example.org',
  name: 'Ada Lovelace',
  givenName: 'Ada Lovelace',
  groups: ['Team', 'Chess'],
  subscription: 'both',
  inRoster: true,
  pending: false,
  show: 'away',
  status: 'Compiling the notes…',
  resources: [
    {
      resource: 'desk',
      show: 'away',
      status: 'Compiling the notes…',
      priority: 5,
      since: Date.now() - 7_500_000,
    },
    {
      resource: 'phone',
      show: 'xa',
      status: '',
      priority: 0,
      since: 0,
      idleSince: Date.now() - 400_000,
    },
  ],
  unread: 0,
  composing: false,
  avatar: hash,
};
const known: KnownDetails = { contact, isOnline: true, hasChat: true };
const none = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, ''])) as ProfileFields;
const answers: ContactDetailsView = {
  id: contact.id,
  complete: true,
  vcard: {
    ...none,
    name: 'Augusta Ada King',
    email: 'ada@example.org',
    url: 'https://example.org/ada',
    note: 'Countess of Lovelace.\nWrites programs for machines that are not built yet.',
  },
  devices: [
    {
      resource: 'desk',
      software: { name: 'Dino', version: '0.4', os: 'Debian' },
      idle: 7300,
      utcOffset: -210,
    },
  ],
};
const all: readonly DetailsMessage[] = [
  { type: 'known', known },
  { type: 'answers', answers },
  { type: 'note', text: 'Likes tea' },
  { type: 'rooms', rooms: [{ id: 'team@rooms.example.org', name: 'Team', nick: 'countess' }] },
  {
    type: 'files',
    files: [
      { message: 'one', name: 'answer.ts', outgoing: true, time: Date.UTC(2026, 9, 1, 12) },
      { message: 'two', name: 'engine.png', outgoing: false, time: Date.UTC(2026, 8, 1, 12) },
    ],
  },
];

describe('the tab of somebody’s details', () => {
  const bench = new PageBench('details', 'test/webview/detailsStub.ts');
  before(() => bench.start());
  after(() => bench.stop());

  const open = async (change: Partial<DetailsScript> = {}, width = 900) => {
    const script: DetailsScript = { theme: 'dark', messages: all, ...change };
    const of = { account: 'me@example.org', chat: contact.id };
    const page = await bench.open(script, (shared) => pageOf({ ...shared, title: 'Details' }, of), {
      width,
      height: 900,
    });
    await page.locator('.details-name', { hasText: /./u }).waitFor();
    return page;
  };
  const post = (page: Page, message: DetailsMessage) =>
    page.evaluate((told) => {
      window.details.post(told);
    }, message);
  const posted = (page: Page, type: DetailsRequest['type']) =>
    page.evaluate(
      (wanted) => window.details.posted.filter((request) => request.type === wanted),
      type,
    );
  /** Waits for that many requests of a type. */
  const asked = async (page: Page, type: DetailsRequest['type'], count: number) => {
    await page.waitForFunction(
      ([wanted, most]) =>
        window.details.posted.filter((request) => request.type === wanted).length >= Number(most),
      [type, String(count)],
    );
    return posted(page, type);
  };
  const note = (page: Page) => page.getByRole('textbox', { name: 'Your note' });
  const button = (page: Page, name: string) => page.locator('vscode-button', { hasText: name });

  it('shows what is known and answered', async () => {
    const page = await open();
    const text = await page.locator('main').innerText();
    for (const words of [
      ...['Ada Lovelace', 'ada@example.org', 'You see each other’s presence', 'Team, Chess'],
      ...['Augusta Ada King', 'Dino 0.4 (Debian)', '2 hours', '(UTC−03:30)', 'Countess of'],
    ]) {
      assert.ok(text.includes(words), words);
    }
    assert.equal(await note(page).inputValue(), 'Likes tea');
    assert.deepEqual(await page.evaluate(() => window.details.violations), []);
    await screenshot(page, 'details');
  });

  it('follows presence, and offers what can be done', async () => {
    const page = await open();
    const offered = async () =>
      (await page.getByRole('group', { name: 'Actions' }).innerText()).split('\n');
    assert.ok((await offered()).includes('Remove…'));
    const blocked = {
      ...contact,
      ...{ show: 'offline' as const, blockedBy: 'example.org', resources: [] },
    };
    await post(page, { type: 'known', known: { ...known, contact: blocked, mutedUntil: null } });
    await page.getByText('Blocked, as example.org is').waitFor();
    assert.deepEqual(
      (await offered()).filter((label) => /block|mute|send/iu.test(label)),
      ['Unmute', 'Unblock…'],
    );
    const stranger = { ...contact, ...{ inRoster: false, resources: [], groups: [] } };
    await post(page, { type: 'known', known: { ...known, contact: stranger, hasChat: false } });
    await page.getByText('Not in your contacts').waitFor();
    assert.deepEqual(await offered(), ['Chat', 'Send Current File…', 'Add Contact…', 'Block…']);
    assert.equal(await page.getByText('In no group').isVisible(), false);
    await button(page, 'Add Contact').click();
    assert.deepEqual(await posted(page, 'command'), [{ type: 'command', command: 'addContact' }]);
  });

  it('keeps what is selected, and the focus, while the same is told again', async () => {
    const page = await open();
    const button = page.getByRole('button', { name: 'Show in Chat' }).first();
    await button.focus();
    await page.evaluate(() => {
      const device = document.querySelector('.details-device-name');
      if (device) getSelection()?.selectAllChildren(device);
    });
    const selected = await page.evaluate(() => getSelection()?.toString());
    assert.notEqual(selected, '');
    for (const message of all) await post(page, message);
    assert.equal(await page.evaluate(() => getSelection()?.toString()), selected);
    assert.equal(await button.evaluate((one) => one === document.activeElement), true);
  });

  it('has a direction for each line of what was written in several', async () => {
    const note = 'Hello!\nשלום, מה שלומך?';
    const vcard = { ...none, note };
    const page = await open({
      messages: [
        { type: 'known', known },
        { type: 'answers', answers: { ...answers, vcard } },
      ],
    });
    const [mark = 0, letter = 0] = await page
      .locator('.details-value', { hasText: 'Hello!' })
      .evaluate((value) => {
        const text = value.firstChild as Text;
        return ['?', 'ש'].map((character) => {
          const range = new Range();
          range.setStart(text, text.data.indexOf(character));
          range.setEnd(text, text.data.indexOf(character) + 1);
          return range.getBoundingClientRect().left;
        });
      });
    assert.ok(mark < letter, 'the question mark ends the line, on its left');
  });

  it('says when somebody was last seen, and lets it grow older', async () => {
    const offline = { ...contact, show: 'offline' as const, status: '', resources: [] };
    const page = await open({
      messages: [
        { type: 'known', known: { ...known, contact: offline } },
        { type: 'answers', answers: { ...answers, lastSeen: 7300, devices: [] } },
        { type: 'note', text: '' },
      ],
    });
    await page.getByText('Offline, last seen 2 hours ago').waitFor();
    await page.getByText('No device is online.').waitFor();
    const lastSeen = Date.now() - 5 * 60_000;
    const known2 = { ...known, contact: { ...offline, lastSeen } };
    await post(page, { type: 'known', known: known2 });
    await page.getByText('Offline, last seen 5 minutes ago').waitFor();
  });

  it('says what could not be read, and which device tells nothing', async () => {
    const refused = { ...answers, vcard: undefined, devices: [{ resource: 'desk' }] };
    const cardError = saying('The profile is not to be had.');
    const page = await open({
      messages: [
        { type: 'known', known },
        { type: 'answers', answers: { ...refused, complete: false } },
      ],
    });
    const profile = page.getByRole('region', { name: 'Profile' });
    const silent = page.getByText('It tells nothing more of itself.');
    await profile.getByText('Reading…').waitFor();
    assert.equal(await silent.count(), 0);
    await post(page, { type: 'answers', answers: { ...refused, cardError } });
    await profile.getByText('The profile is not to be had.').waitFor();
    assert.equal(await silent.count(), 2);
    await screenshot(page, 'details-refused');
    await button(page, 'Ask Again').click();
    assert.equal((await posted(page, 'refresh')).length, 1);
    await post(page, { type: 'answers', answers: { ...refused, devices: answers.devices } });
    await profile.getByText('Nothing is published.').waitFor();
    assert.equal(await silent.count(), 1);
  });

  it('shows rooms in common and files, and does with them what is asked', async () => {
    const page = await open();
    await post(page, {
      type: 'rooms',
      rooms: [
        { id: 'team@rooms.example.org', name: 'Team', nick: 'countess' },
        { id: 'chess@rooms.example.org', name: 'Chess', nick: 'ada' },
      ],
    });
    const time = Date.UTC(2026, 9, 1, 12);
    const files = [
      { message: 'one', name: 'answer.ts', outgoing: true, time },
      { message: 'two', name: '<b>\u202Egpj.exe', outgoing: false, time },
      { message: 'two', file: 1, name: 'second.png', outgoing: false, time },
    ];
    await post(page, { type: 'files', files });
    await page.getByText('as countess').waitFor();
    assert.deepEqual(await page.locator('.details-row-name').allInnerTexts(), ['Chess', 'Team']);
    await page.getByRole('button', { name: 'Team', exact: true }).click();
    const [own, other] = [page.getByRole('group', { name: 'answer.ts' }), page.getByText('<b>')];
    assert.equal(await other.innerText(), '<b>[U+202E]gpj.exe');
    assert.equal(await page.getByRole('button', { name: 'Compare' }).count(), 1);
    for (const name of ['Save As…', 'Open as Text', 'Compare with Active File', 'Show in Chat']) {
      await own.getByRole('button', { name }).click();
    }
    await page
      .getByRole('group', { name: 'second.png' })
      .getByRole('button', { name: 'Save As…' })
      .click();
    const all = await page.evaluate(() => window.details.posted.slice(1));
    assert.deepEqual(all, [
      { type: 'openRoom', room: 'team@rooms.example.org' },
      { type: 'file', action: 'save', message: 'one' },
      { type: 'file', action: 'open', message: 'one' },
      { type: 'file', action: 'compare', message: 'one' },
      { type: 'showMessage', message: 'one' },
      { type: 'file', action: 'save', message: 'two', file: 1 },
    ]);
  });

  it('saves the note after a pause, and when it is left', async () => {
    const page = await open();
    await note(page).fill('Likes coffee');
    assert.deepEqual(await asked(page, 'saveNote', 1), [
      { type: 'saveNote', text: 'Likes coffee', before: 'Likes tea' },
    ]);
    await post(page, { type: 'noteSaved', text: 'Likes coffee' });
    await page.getByText('Saved', { exact: true }).waitFor();
    await note(page).fill('');
    await note(page).blur();
    assert.deepEqual((await asked(page, 'saveNote', 2))[1], {
      ...{ type: 'saveNote', text: '', before: 'Likes coffee' },
    });
  });

  it('keeps a note that is not saved, says so, and saves it once that is possible', async () => {
    const page = await open();
    await note(page).fill('Likes coffee');
    await asked(page, 'saveNote', 1);
    await post(page, { type: 'noteUnsaved', error: saying('You are offline.') });
    await page.getByText('You are offline. What you wrote is kept here.').waitFor();
    await page.reload();
    await page.locator('.details-name', { hasText: /./u }).waitFor();
    assert.equal(await note(page).inputValue(), 'Likes coffee');
    const [request] = await asked(page, 'saveNote', 1);
    assert.deepEqual(request, { type: 'saveNote', text: 'Likes coffee', before: 'Likes tea' });
    await post(page, { type: 'noteUnsaved', error: saying('You are offline.') });
    await post(page, { type: 'known', known: { ...known, isOnline: false } });
    await post(page, { type: 'known', known });
    await asked(page, 'saveNote', 2);
  });

  it('tells at once what is typed of a note, as the tab may be closed, and goes on with it', async () => {
    const page = await open();
    await note(page).fill('Likes coffee');
    const typed = { text: 'Likes coffee', before: 'Likes tea' };
    assert.deepEqual((await posted(page, 'keepNote')).at(-1), { type: 'keepNote', note: typed });
    await asked(page, 'saveNote', 1);
    await post(page, { type: 'noteSaved', text: 'Likes coffee' });
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual((await posted(page, 'keepNote')).at(-1), { type: 'keepNote', note: null });
    const next = await open({
      messages: [
        { type: 'known', known },
        { type: 'noteKept', note: typed },
        { type: 'note', text: 'Likes tea' },
      ],
    });
    assert.equal(await note(next).inputValue(), 'Likes coffee');
    assert.deepEqual(await asked(next, 'saveNote', 1), [{ type: 'saveNote', ...typed }]);
  });

  it('lets the user choose when another client has changed the note', async () => {
    const page = await open();
    await note(page).fill('Likes coffee');
    await asked(page, 'saveNote', 1);
    await post(page, { type: 'noteChanged', text: 'Likes water' });
    await page.getByText('Likes water').waitFor();
    assert.equal(await note(page).inputValue(), 'Likes coffee');
    await screenshot(page, 'details-conflict');
    await button(page, 'Keep Mine').click();
    assert.deepEqual((await asked(page, 'saveNote', 2))[1], {
      ...{ type: 'saveNote', text: 'Likes coffee', before: 'Likes water' },
    });
  });

  it('A37, A39: shows a card as text, and only links of the web and of mail', async () => {
    const page = await open({
      messages: [
        { type: 'known', known },
        {
          type: 'answers',
          answers: {
            ...answers,
            vcard: {
              ...none,
              name: '<img src=x onerror=alert(1)>',
              url: 'javascript:alert(1)',
              email: 'a@b?bcc=c@d',
            },
          },
        },
      ],
    });
    await page.getByText('<img src=x').waitFor();
    assert.equal(await page.getByRole('link').count(), 0);
    assert.equal(await page.locator('img').count(), 0);
    await post(page, { type: 'answers', answers });
    await page.getByRole('link', { name: 'https://example.org/ada' }).click();
    await page.getByRole('link', { name: 'ada@example.org' }).press('Enter');
    assert.deepEqual(await posted(page, 'openLink'), [
      { type: 'openLink', url: 'https://example.org/ada' },
      { type: 'openLink', url: 'mailto:ada%40example.org' },
    ]);
  });

  for (const theme of ['dark', 'light', 'hc'] as ThemeName[]) {
    it(`is at home in ${theme}, also at 280 px`, async () => {
      const picture = { hash, content: [...png(64)] };
      const wide = await open({ theme, picture });
      await wide.locator('.avatar-picture').waitFor();
      assert.deepEqual(await findViolations(wide), []);
      await screenshot(wide, `details-${theme}`);
      const page = await open({ theme }, 280);
      assert.deepEqual(await findViolations(page), []);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 280, String(width));
      await screenshot(page, `details-narrow-${theme}`);
    });
  }
});
