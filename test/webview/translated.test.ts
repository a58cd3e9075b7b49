import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DetailsMessage } from '../../src/api/detailsPanel.ts';
import type { ProfileCommand } from '../../src/api/profilePanel.ts';
import {
  type ChatView,
  type ContactView,
  type MessageView,
  type OfferState,
  PROFILE_FIELDS,
  type ProfileFields,
  type RoomActivityView,
  type RoomRemedy,
  type RoomView,
} from '../../src/api/views.ts';
import { OWN_NAME } from '../../src/api/views/message.ts';
import { userError } from '../../src/base/userError.ts';
import { page as pageOf } from '../../src/ui/pages/page.ts';
import { occupant, privateHead, room, roomHead } from '../support/roomView.ts';
import { Bench, HEAD, message, type OpenOptions, settled } from './bench.ts';
import type { DetailsScript } from './detailsStub.ts';
import type { DirectoryScript, StubDirectory } from './directoryStub.ts';
import { PageBench } from './pageBench.ts';
import type { ProfileScript } from './profileStub.ts';
import { PSEUDO, untranslated } from './pseudoLanguage.ts';
import { input, row } from './tab.ts';

// No name, text or nick here has a Latin letter: those that are found are untranslated texts.
const NAME = 'Άντα';
const TIME = new Date(2026, 10, 20, 14, 2).getTime();
const error = userError('no-account');
const head: ChatView = { ...HEAD, name: NAME, status: 'Μεταγλώττιση' };
const lobby: RoomView = { ...room, name: 'α', nick: 'β', subject: 'γ' };
const theirs = (id: string, change: Partial<MessageView> = {}) =>
  message(id, { senderName: NAME, body: 'γεια', ...change });
const own = (id: string, change: Partial<MessageView> = {}) =>
  theirs(id, { outgoing: true, delivery: 'sent', ...change });
const OFFERS: readonly OfferState[] = [
  ...(['offered', 'running', 'done', 'declined'] as const),
  ...(['cancelled', 'withdrawn', 'lost', 'failed'] as const),
];
const url = 'https://files.example.org/1';
const MESSAGES: readonly MessageView[] = [
  theirs('1', {
    edited: TIME,
    mentionsUs: true,
    damaged: true,
    subject: 'θέμα',
    body: 'θέμα\nναι',
  }),
  own('2', { reply: { message: '1', senderName: NAME, excerpt: '' }, edited: TIME }),
  theirs('3', { retracted: true, body: '' }),
  theirs('4', { retracted: true, body: '', moderated: { by: '', reason: '' } }),
  theirs('5', { retracted: true, body: '', moderated: { by: NAME, reason: 'όχι' } }),
  ...(['queued', 'delivered', 'displayed'] as const).map((delivery) => own(delivery, { delivery })),
  own('6', { delivery: 'failed' }),
  own('7', { delivery: 'failed', error, refused: error }),
  theirs('8', { reactions: [{ emoji: '🎉', own: true, names: [NAME, OWN_NAME] }] }),
  theirs('15', {
    reply: { message: '2', outgoing: true, senderName: OWN_NAME, excerpt: 'γεια' },
  }),
  theirs('9', { body: '```\nα\n```' }),
  theirs('10', { body: 'α\n'.repeat(60) }),
  theirs('11', { body: 'https://εδώ.example.org/α' }),
  theirs('12', { body: '', notice: { kind: 'call', text: error } }),
  ...['α.png', 'α.mp3', 'α.ts', 'α.exe', 'α.xyz'].map((name, at) =>
    theirs(`file${at}`, { body: '', file: { name: name.replace(/\w+$/u, ''), url, size: 1500 } }),
  ),
  ...OFFERS.map((state) =>
    theirs(state, {
      body: '',
      file: { name: 'α', size: 3000 },
      offer: { state, received: 1000, bytesPerSecond: 10, savedAs: 'α' },
    }),
  ),
  own('13', { body: '', file: { name: 'α', size: 10 }, offer: { state: 'done' } }),
  own('14', { body: '', file: { name: 'α' }, moreFiles: [{ name: 'β', url }] }),
];

const ACTIVITY: readonly RoomActivityView[] = (
  [
    { kind: 'entered', nick: 'α' },
    ...['β', 'γ', 'δ', 'ε'].map((nick) => ({ kind: 'entered', nick })),
    ...(['left', 'kicked', 'banned', 'removed'] as const).flatMap((how) => [
      { kind: 'exited', how, nick: `${how.length}α`, by: '', reason: '' },
      { kind: 'exited', how, nick: `${how.length}β`, by: 'ω', reason: 'ψ' },
    ]),
    { kind: 'renamed', nick: 'ζ', newNick: 'η', isOwn: false },
    { kind: 'renamed', nick: 'ζ', newNick: 'η', isOwn: true },
    ...[false, true].flatMap((isOwn) =>
      [
        [
          { role: 'participant', affiliation: 'none' },
          { role: 'moderator', affiliation: 'admin' },
        ],
        [
          { role: 'participant', affiliation: 'owner' },
          { role: 'visitor', affiliation: 'none' },
        ],
        [
          { role: 'visitor', affiliation: 'none' },
          { role: 'participant', affiliation: 'none' },
        ],
      ].map(([before, now], at) => ({ kind: 'standing', nick: `${at}`, before, now, isOwn })),
    ),
    ...(['addressesShown', 'addressesHidden', 'logged', 'notLogged'] as const).map((change) => ({
      kind: 'privacy',
      change,
    })),
  ] as readonly Omit<RoomActivityView, 'id' | 'time'>[]
).map((entry, at) => ({ ...entry, id: String(at), time: TIME + 1000 })) as RoomActivityView[];

describe('every text of a page is translated', () => {
  const chats = new Bench();
  const pages = {
    details: new PageBench('details', 'test/webview/detailsStub.ts'),
    directory: new PageBench('directory', 'test/webview/directoryStub.ts'),
    profile: new PageBench('profile', 'test/webview/profileStub.ts'),
  };
  const all = [chats, ...Object.values(pages)];
  before(() => Promise.all(all.map((bench) => bench.start())));
  after(() => Promise.all(all.map((bench) => bench.stop())));

  const open = (kind: keyof typeof pages, script: object, data: Readonly<Record<string, string>>) =>
    pages[kind].open(script, (shared) => pageOf({ ...shared, title: NAME }, data), {
      sentences: PSEUDO,
    });
  const openChat = (options: OpenOptions) => chats.open({ head, ...options, sentences: PSEUDO });
  const check = async (page: Page) => {
    await settled(page);
    assert.deepEqual(await untranslated(page), []);
  };
  const show = async (page: Page, item: ChatView) => {
    await page.evaluate((shown) => {
      window.stub.push('chat', { kind: 'upsert', items: [shown] });
    }, item);
    await check(page);
  };

  it('those of messages, and of what is done with them', async () => {
    const page = await openChat({ messages: MESSAGES, height: 5000 });
    assert.match(await page.locator('body').innerText(), /⟦/u);
    await check(page);
    await row(page, '2').hover();
    await check(page);
    for (const reply of [true, false]) {
      const button = row(page, '2')
        .locator('.row-action')
        .nth(reply ? 1 : 2);
      await row(page, '2').hover();
      await button.click();
      await page.locator('.mode-bar').waitFor();
      await check(page);
    }
  });

  it('those of the header, and of why nothing arrives', async () => {
    const page = await openChat({
      transfers: [
        {
          id: '1',
          chat: head.id,
          name: 'α',
          size: 9000,
          way: 'upload',
          sent: 3000,
          state: 'running',
        },
        { id: '2', chat: head.id, name: 'β', size: 9000, way: 'jingle', sent: 0, state: 'running' },
        { id: '3', chat: head.id, name: 'γ', size: 9000, way: 'si', sent: 0, state: 'failed' },
      ],
    });
    for (const presence of ['chat', 'available', 'away', 'xa', 'dnd', 'offline'] as const)
      await show(page, { ...head, status: '', show: presence });
    for (const phase of ['offline', 'connecting', 'waiting', 'needsUser'] as const)
      await show(page, { ...head, connection: { phase, retryAt: TIME } });
    await show(page, { ...head, composing: true, standing: 'request', mixesScripts: true });
    await show(page, { ...head, standing: 'ignored', resembles: 'α@example.org' });
    await show(page, { ...head, blockedBy: head.id });
    await show(page, { ...head, blockedBy: 'example.org' });
  });

  it('those of the input, its commands and the search', async () => {
    const page = await openChat({
      messages: [theirs('1')],
      head: roomHead(lobby),
    });
    await input(page).fill('/');
    await page.locator('.completion-row').first().waitFor();
    await page.evaluate(() => {
      for (const detail of document.querySelectorAll('.completion-row')) {
        // The commands themselves are the same in every language.
        detail.firstChild?.remove();
      }
      document.querySelector('.completion + .announcer')?.remove();
    });
    await check(page);
    await input(page).fill('/αβγ');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check(page);
  });

  it('those of a room', async () => {
    const page = await openChat({
      head: roomHead(lobby),
      messages: [
        theirs('1', { sender: '1', isIgnored: true }),
        theirs('2', { sender: '2', isIgnored: true }),
        theirs('3', { sender: '3' }),
      ],
      activity: ACTIVITY,
      occupants: [
        occupant('α', { role: 'moderator', affiliation: 'owner', ignored: 'α', show: 'dnd' }),
        occupant('β', { isOwn: true, affiliation: 'admin' }),
        occupant('γ', { role: 'visitor', affiliation: 'member', blockedBy: 'γ@example.org' }),
      ],
    });
    await check(page);
    await page.locator('.occupants-button').click();
    await page.locator('.occupant-nick').first().click();
    await page.locator('.menu-item').first().waitFor();
    await check(page);
    const rooms: readonly Partial<RoomView>[] = [
      { typing: ['α'] },
      { typing: ['α', 'β'] },
      { typing: ['α', 'β', 'γ'], affiliation: 'owner' },
      { subject: '', rights: ['requestVoice'], role: 'visitor' },
      { phase: 'joining' },
      { phase: 'joining', isSlow: true },
      { phase: 'notSure' },
      ...(
        [
          'join',
          'password',
          'nick',
          'membership',
          'create',
          'otherRoom',
          'show',
          'captcha',
          'none',
        ] as RoomRemedy[]
      ).map((remedy) => ({ phase: 'left' as const, remedy })),
      { phase: 'left', remedy: 'join', retryAt: TIME },
    ];
    for (const change of rooms) await show(page, roomHead({ ...lobby, ...change }));
    const nicks = { nick: 'α', roomName: 'β', name: 'γ' };
    for (const obstacle of ['outside', 'gone', 'other'] as const) {
      await show(page, { ...privateHead({ ...nicks, obstacle }), name: 'α' });
      await show(page, { ...privateHead({ ...nicks, obstacle, newNick: 'δ' }), name: 'α' });
    }
  });

  it('those of an empty chat', async () => {
    const page = await openChat({ height: 900 });
    await check(page);
    await show(page, roomHead(lobby));
  });

  it('those of somebody’s details', async () => {
    const contact: ContactView = {
      ...{ id: 'ada@example.org', name: NAME, givenName: NAME, groups: [], subscription: 'both' },
      ...{ inRoster: true, pending: false, show: 'away', status: '', unread: 0, composing: false },
      resources: [
        { resource: '', show: 'xa', status: 'α', priority: 5, since: TIME, idleSince: TIME },
      ],
    };
    const known = { contact, isOnline: true, hasChat: true };
    const none = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, 'α'])) as ProfileFields;
    const told: readonly DetailsMessage[] = [
      { type: 'known', known },
      { type: 'rooms', rooms: [{ id: 'team@rooms.example.org', name: 'α', nick: 'β' }] },
      {
        type: 'files',
        files: [
          { message: 'one', name: 'α', outgoing: true, time: TIME },
          { message: 'two', name: 'β', outgoing: false, time: TIME },
        ],
      },
      {
        type: 'answers',
        answers: {
          id: contact.id,
          complete: true,
          vcard: none,
          devices: [{ resource: '', idle: 73, utcOffset: 60 }],
        },
      },
      { type: 'note', text: 'α' },
    ];
    const script: DetailsScript = { theme: 'dark', messages: told.slice(0, 1) };
    const page = await open('details', script, { account: 'me@example.org', chat: contact.id });
    await page.locator('.details-name', { hasText: /./u }).waitFor();
    const more: readonly DetailsMessage[] = [
      ...told,
      { type: 'noteSaved', text: 'α' },
      { type: 'noteUnsaved', error },
      { type: 'noteChanged', text: '' },
      { type: 'answers', error },
      { type: 'rooms', rooms: [] },
      { type: 'files', files: [] },
      { type: 'known', known: { ...known, isOnline: false } },
      ...(['to', 'from', 'none'] as const).map((subscription): DetailsMessage => ({
        type: 'known',
        known: { ...known, contact: { ...contact, subscription, resources: [], show: 'offline' } },
      })),
      { type: 'known', known: { ...known, contact: { ...contact, blockedBy: 'example.org' } } },
    ];
    for (const message of more) {
      await page.evaluate((shown) => {
        window.details.post(shown);
      }, message);
      await check(page);
    }
  });

  it('those of a user search', async () => {
    const directory: StubDirectory = {
      ...{ id: 'users.example.org', name: 'α', kind: 'users', part: 500, completeness: 'perhaps' },
      form: {
        title: 'α',
        instructions: 'β',
        fields: [
          { name: 'α', type: 'text-single', label: 'β', required: true, values: [], options: [] },
        ],
      },
      columns: [{ name: 'α', label: 'β' }],
      users: [{ id: 'ada@example.org', values: ['α'] }],
    };
    const others = (['accounts', 'rooms', 'gateway'] as const).map((kind, at) => ({
      ...directory,
      ...{ kind, id: `${at}.example.org` },
    }));
    const directories = [directory, ...others];
    const script: DirectoryScript = { theme: 'dark', directories, made: 0 };
    const page = await open('directory', script, { account: 'me@example.org' });
    await page.locator('form input').first().waitFor();
    await check(page);
    await page.locator('form input').first().fill('ζζ');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'ζζ' }).waitFor();
    await check(page);
    await page.locator('form input').first().fill('');
    await page.keyboard.press('Enter');
    await page.locator('.user-cell', { hasText: 'α' }).first().waitFor();
    await check(page);
  });

  it('those of the own profile', async () => {
    const none = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, ''])) as ProfileFields;
    const script: ProfileScript = { theme: 'dark', profile: none, picture: null };
    const page = await open('profile', script, { account: 'me@example.org' });
    await page.locator('#field-name').fill('α');
    for (const field of ['email', 'url', 'birthday'])
      await page.locator(`#field-${field}`).fill('α');
    await page.locator('#field-name').press('Enter');
    await check(page);
    const commands: readonly ProfileCommand[] = [
      { type: 'failed', error },
      { type: 'unavailable', error },
      { type: 'saved' },
    ];
    for (const command of commands) {
      await page.evaluate((shown) => {
        window.profile.post(shown);
      }, command);
      await check(page);
    }
  });
});
