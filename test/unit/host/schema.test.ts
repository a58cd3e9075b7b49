import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Method } from '../../../src/api/requests.ts';
import { methods } from '../../../src/host/methods.ts';
import { MAX_BODY_LENGTH, MAX_DRAFT_LENGTH } from '../../../src/host/schema.ts';
import { topics } from '../../../src/host/topics.ts';

const account = 'me@example.org';
const chat = 'bob@example.org';
const file = { name: 'a', mediaType: 'text/plain', size: 1, source: 'id' };

/** One valid value for each method. */
const valid: Record<Method, Record<string, unknown>> = {
  signIn: { jid: account, password: '' },
  signOut: { account },
  reconnect: { account },
  pinCertificate: { jid: account, fingerprint: 'x'.repeat(95) },
  forgetMechanism: { jid: account },
  setPresence: { account, show: 'dnd', status: '' },
  sendMessage: { account, chat, body: 'x'.repeat(MAX_BODY_LENGTH) },
  retryMessage: { account, chat, message: 'id' },
  loadOlder: { account, chat },
  getMessage: { account, chat, message: 'id' },
  markRead: { account, chat },
  findWay: { account, chat, size: 0 },
  findWays: { account, chat, size: 0 },
  findDevices: { account, chat, way: 'si' },
  sendFile: { account, chat, ...file },
  sendFiles: { account, chat, files: [file, file], caption: '' },
  givePiece: { source: 'id', piece: 'id', content: new Uint8Array(1) },
  failPiece: { source: 'id', piece: 'id', error: { code: 'unreadable', params: {} } },
  cancelTransfer: { account, chat, transfer: 'id' },
  acceptFile: { account, chat, message: 'id', path: '/downloads/a', replace: false },
  saveFile: {
    ...{ account, chat, message: 'id', path: '/downloads/a' },
    ...{ replace: false, mayBeProgram: false },
  },
  stopFile: { account, chat, message: 'id' },
  getSavedFile: { account, chat, message: 'id' },
  clearTransfers: { account },
  fetchFile: { account, chat, message: 'id' },
  fetchRegistration: { server: 'example.org' },
  register: { server: 'example.org', isDataForm: true, values: { username: ['me'] } },
  changePassword: { account, password: 'x' },
  deleteAccount: { account },
  removeAccount: { account },
  addContact: { account, chat },
  updateContact: { account, chat },
  removeContact: { account, chat },
  importContacts: { account, contacts: [{ contact: chat, groups: ['Team'] }], subscribe: false },
  settleSuggestion: { account, suggestion: chat },
  pinContact: { account, chat, pinned: false },
  moveContacts: { account, contacts: [{ contact: chat, from: '' }], to: 'Team' },
  renameGroup: { account, group: ' Old ', name: 'New' },
  deleteGroup: { account, group: 'Old' },
  getNote: { account, chat },
  setNote: { account, chat, text: 'x'.repeat(MAX_DRAFT_LENGTH), before: '' },
  requestSubscription: { account, chat },
  getBlocked: { account },
  block: { account, address: chat },
  unblock: { account, address: chat },
  unblockAll: { account },
  acceptChat: { account, chat },
  ignoreChat: { account, chat },
  answerSubscription: { account, chat, answer: 'deny' },
  setChatState: { account, chat, state: 'gone' },
  deleteMessage: { account, chat, message: 'id' },
  clearChat: { account, chat },
  pinChat: { account, chat, pinned: true },
  muteChat: { account, chat, until: null },
  archiveChat: { account, chat, archived: false },
  findLinkedMessage: { account, chat, id: 'id' },
  getMessages: { account, chat, limit: 1000, after: 'id' },
  getAvatar: { account, chat, hash: 'a'.repeat(40) },
  getAvatarFile: { account, chat, hash: 'a'.repeat(40) },
  getProfile: { account },
  setProfile: { account, fields: { name: 'Me', note: '' } },
  setAvatar: { account, content: new Uint8Array(1), access: 'open' },
  removeAvatar: { account },
  loadNewer: { account, chat },
  loadAround: { account, chat, around: 'id' },
  retryTransfer: { account, chat, transfer: 'id' },
  correctMessage: { account, chat, message: 'id', body: 'x' },
  retractMessage: { account, chat, message: 'id' },
  react: { account, chat, message: 'id', emoji: '👍', on: true },
  searchMessages: { text: '', limit: 100 },
  findInChat: { account, chat, text: 'x', limit: 10_000 },
  getArchivePreferences: { account },
  setArchivePreferences: { account, default: 'roster', always: [chat], never: [] },
  saveDraft: { account, chat, draft: 'x'.repeat(MAX_DRAFT_LENGTH) },
  listRooms: { account, service: null },
  getRoomInfo: { account, chat },
  proposeNick: { account, chat },
  joinRoom: { account, chat, nick: 'me' },
  leaveRoom: { account, chat },
  forgetRoom: { account, chat },
  destroyRoom: { account, chat, reason: '' },
  changeNick: { account, chat, nick: 'me' },
  setSubject: { account, chat, subject: '' },
  renameRoom: { account, chat, name: '' },
  setNotificationLevel: { account, chat, level: 'on-mention' },
  setShowsActivity: { account, chat, shown: true },
  ignoreOccupant: { account, chat, of: { nick: 'bob' } },
  stopIgnoring: { account, chat, ignored: 'occupant:1' },
  inviteToRoom: { account, chat, contacts: [chat], reason: '' },
  answerInvitation: { account, invitation: 'id', answer: 'join', nick: 'me' },
  setRole: { account, chat, nick: 'bob', role: 'none', reason: '' },
  setAffiliation: { account, chat, of: { jid: chat }, affiliation: 'outcast', reason: '' },
  getAffiliated: { account, chat, affiliation: 'owner' },
  requestVoice: { account, chat },
  sendPrivate: { account, chat, nick: 'Ada', body: 'Hi' },
  acceptOccupant: { account, chat },
  getRoomForm: { account, chat },
  moderateMessage: { account, chat, message: 'id', reason: '' },
  setRoomForm: { account, chat, values: { 'muc#roomconfig_roomname': ['Cave'] } },
  cancelRoomForm: { account, chat },
  getRoomCaptcha: { account, chat },
  answerRoomCaptcha: { account, chat, values: { ocr: ['7nHL3'] } },
  getRoomRegistration: { account, chat },
  registerInRoom: { account, chat, isDataForm: true, values: { nick: ['me'] } },
  answerApproval: { account, approval: 'id', isApproved: true },
  findRemovable: { account, chat, sender: 'occupant:id', limit: 100 },
  findDirectories: { account, server: null },
  getSearchForm: { account, directory: 'vjud.example.org' },
  searchUsers: { account, directory: 'vjud.example.org', query: { kind: 'all' } },
  findMoreUsers: { account, next: 'id' },
};

const bad: readonly (readonly [Method, Record<string, unknown>])[] = [
  ['signIn', { password: 'x'.repeat(1025) }],
  ['pinCertificate', { fingerprint: 'AB' }],
  ['fetchRegistration', { fingerprint: 'AB' }],
  ['setPresence', { show: 'hidden' }],
  ['setPresence', { status: 'x'.repeat(1001) }],
  ['sendMessage', { body: '' }],
  ['setChatState', { state: 'typing' }],
  ['sendMessage', { body: 'x'.repeat(MAX_BODY_LENGTH + 1) }],
  ['sendMessage', { chat: 'x'.repeat(3072) }],
  ['sendMessage', { reply: '' }],
  ['saveDraft', { mode: { kind: 'edit', message: 'id' } }],
  ['saveDraft', { mode: { kind: 'new', message: 'id' } }],
  ['correctMessage', { body: '' }],
  ['react', { emoji: 'x'.repeat(65) }],
  ['react', { on: 1 }],
  ['retryMessage', { message: 'x'.repeat(201) }],
  ['acceptFile', { path: 'downloads/a' }],
  ['saveFile', { path: '../a' }],
  ['saveFile', { path: `/${'x'.repeat(4096)}` }],
  ['acceptFile', { path: `/${'x'.repeat(4096)}` }],
  ['findWay', { size: -1 }],
  ['findWay', { size: 0.5 }],
  ['findWays', { size: Infinity }],
  ['findDevices', { way: 'upload' }],
  ['sendFile', { way: 'pigeon' }],
  ['sendFile', { device: '' }],
  ['retryTransfer', { way: '' }],
  ['sendFile', { name: '' }],
  ['sendFile', { mediaType: 'text/plain\r\nx: y' }],
  ['sendFile', { size: -1 }],
  ['sendFile', { source: '' }],
  ['sendFile', { thumbnail: 'https://up.example/t.png' }],
  ['sendFile', { thumbnail: 'data:image/png;base64,PHN2Zy8+' }],
  ['sendFiles', { files: [] }],
  ['sendFiles', { files: Array(51).fill(file) }],
  ['sendFiles', { files: [{ ...file, path: '/etc/passwd' }] }],
  ['sendFiles', { caption: 'x'.repeat(MAX_BODY_LENGTH + 1) }],
  ['fetchFile', { file: -1 }],
  ['givePiece', { content: [1, 2, 3] }],
  ['failPiece', { error: 'unreadable' }],
  ['failPiece', { error: { code: 'Not a code', params: {} } }],
  ['register', { values: { username: 'me' } }],
  ['register', { values: { username: ['x'.repeat(10_001)] } }],
  ['changePassword', { password: '' }],
  ['addContact', { name: 'x'.repeat(257) }],
  ['addContact', { groups: [''] }],
  ['updateContact', { groups: Array<string>(1001).fill('x') }],
  ['answerSubscription', { answer: 'later' }],
  ['block', { address: '' }],
  ['block', { report: { reason: 'dislike', text: '' } }],
  ['block', { report: { reason: 'spam', text: 'x'.repeat(1001) } }],
  ['block', { report: { reason: 'spam', text: '', stanzaIds: ['1'] } }],
  ['loadOlder', { view: 1 }],
  ['loadAround', { around: '' }],
  ['loadAround', { around: 0.5 }],
  ['searchMessages', { text: 'x'.repeat(1001) }],
  ['searchMessages', { limit: 101 }],
  ['findDirectories', { server: 'x'.repeat(3072) }],
  ['searchUsers', { query: { kind: 'everything' } }],
  ['searchUsers', { query: { kind: 'all', values: {} } }],
  ['searchUsers', { query: { kind: 'values', values: { nick: 'ada' } } }],
  ['findMoreUsers', { next: '' }],
  ['searchMessages', { chats: [{ account }] }],
  ['searchMessages', { senders: [''] }],
  ['searchMessages', { next: '1; DROP TABLE messages' }],
  ['findInChat', { text: '' }],
  ['findInChat', { limit: 10_001 }],
  ['listRooms', { next: 'x'.repeat(8193) }],
  ['joinRoom', { nick: '' }],
  ['joinRoom', { nick: 'x'.repeat(1024) }],
  ['joinRoom', { password: 'x'.repeat(1024) }],
  ['joinRoom', { keepPassword: 'nowhere' }],
  ['joinRoom', { create: 'secret' }],
  ['setSubject', { subject: 'x'.repeat(4097) }],
  ['renameRoom', { name: 'x'.repeat(257) }],
  ['pinChat', { pinned: 1 }],
  ['importContacts', { contacts: [chat] }],
  ['importContacts', { contacts: Array(101).fill({ contact: chat }) }],
  ['importContacts', { subscribe: 'yes' }],
  ['pinContact', { pinned: null }],
  ['moveContacts', { contacts: [chat] }],
  ['moveContacts', { to: 'x'.repeat(65_537) }],
  ['renameGroup', { group: '' }],
  ['renameGroup', { name: ' ' }],
  ['renameGroup', { name: 'x'.repeat(257) }],
  ['deleteGroup', { group: '' }],
  ['muteChat', { until: -1 }],
  ['muteChat', { until: Infinity }],
  ['archiveChat', { archived: null }],
  ['setNotificationLevel', { level: 'sometimes' }],
  ['setShowsActivity', { shown: 'auto' }],
  ['ignoreOccupant', { of: { nick: 'bob', message: 'id' } }],
  ['ignoreOccupant', { of: { message: '' } }],
  ['stopIgnoring', { ignored: 'x'.repeat(3201) }],
  ['inviteToRoom', { contacts: [] }],
  ['inviteToRoom', { contacts: Array<string>(101).fill(chat) }],
  ['inviteToRoom', { reason: 'x'.repeat(1001) }],
  ['answerInvitation', { answer: 'decline' }],
  ['answerInvitation', { answer: 'ignore' }],
  ['answerInvitation', { nick: '' }],
  ['setRole', { role: 'owner' }],
  ['setAffiliation', { of: { jid: chat, nick: 'bob' } }],
  ['setAffiliation', { of: { nick: '' } }],
  ['setAffiliation', { affiliation: 'moderator' }],
  ['setRoomForm', { values: { name: 'Cave' } }],
  ['setRoomForm', { values: {} }],
  ['answerRoomCaptcha', { values: { ocr: '7nHL3' } }],
  ['registerInRoom', { values: {} }],
  ['answerApproval', { approval: '' }],
  ['answerApproval', { isApproved: 'true' }],
  ['findRemovable', { limit: 501 }],
  ['findRemovable', { sender: '' }],
  ['searchMessages', { nicks: [''] }],
  ['searchMessages', { nicks: Array<string>(101).fill('x') }],
  ['sendPrivate', { nick: '' }],
  ['sendPrivate', { nick: 'n'.repeat(1024) }],
  ['sendPrivate', { body: '' }],
  ['getAvatar', { hash: '../'.repeat(13) + 'x' }],
  ['getAvatar', { hash: 'A'.repeat(40) }],
  ['getAvatarFile', { hash: '../'.repeat(13) + 'x' }],
  ['setProfile', { fields: { name: 'x'.repeat(4097) } }],
  ['setProfile', { fields: { photo: '' } }],
  ['setAvatar', { content: [1, 2, 3] }],
  ['setAvatar', { content: new Uint8Array(1024 * 1024 + 1) }],
  ['setAvatar', { access: 'whitelist' }],
  ['setArchivePreferences', { default: 'sometimes' }],
  ['setArchivePreferences', { never: Array<string>(1001).fill(chat) }],
];

describe('the contract’s schemas', () => {
  for (const method of Object.keys(valid) as Method[]) {
    const fits = (params: unknown) => v.is(methods[method].params, params);

    it(`take ${method} whole, and nothing less or more`, () => {
      assert.equal(fits(valid[method]), true);
      assert.equal(fits({ ...valid[method], more: 1 }), false);
      for (const key of Object.keys(valid[method])) {
        const { [key]: left, ...rest } = valid[method];
        assert.equal(fits(rest), false, `without ${key}`);
        assert.equal(fits({ ...rest, [key]: {} }), false, `with an object as ${key}`);
      }
    });
  }

  it('take what a draft is for, with as much waiting meanwhile', () => {
    const aside = 'x'.repeat(MAX_DRAFT_LENGTH);
    for (const mode of [
      { kind: 'edit', message: 'id', aside },
      { kind: 'reply', message: 'id' },
    ]) {
      assert.equal(v.is(methods.saveDraft.params, { ...valid.saveDraft, mode }), true);
    }
  });

  for (const [method, change] of bad) {
    it(`refuse ${method} with ${JSON.stringify(change).slice(0, 40)}`, () => {
      assert.equal(v.is(methods[method].params, { ...valid[method], ...change }), false);
    });
  }

  it('take a contact’s name and groups, together or alone', () => {
    for (const method of ['addContact', 'updateContact'] as const) {
      for (const entry of [{ name: '' }, { groups: [' ', 'x'] }, { name: 'Bob', groups: [] }]) {
        assert.equal(v.is(methods[method].params, { account, chat, ...entry }), true);
      }
    }
  });

  it('take a block with a report', () => {
    const report = { reason: 'abuse', text: '' };
    assert.equal(v.is(methods.block.params, { ...valid.block, report }), true);
  });

  it('take a time to go to, and the name of a tab’s pages', () => {
    const of = { ...valid.loadAround, around: 0, view: 'tab' };
    assert.equal(v.is(methods.loadAround.params, of), true);
    assert.equal(v.is(topics.messages.params, { account, chat, view: 'tab' }), true);
  });

  it('take a search with everything that may narrow it', () => {
    const narrow = { chats: [{ account, chat }], senders: [chat], nicks: ['x'], from: -1 };
    const further = { to: 1, hasFile: true };
    const params = { ...valid.searchMessages, ...narrow, ...further, next: '17' };
    assert.equal(v.is(methods.searchMessages.params, params), true);
  });

  it('know the parameters of every topic', () => {
    const part = { account, chat, filter: '', offset: 0, limit: 200 };
    const window = { window: 'w', focused: true, focusedAt: 1, idle: 'xa' };
    const senders = { account, chat, senders: ['occupant:x'] };
    const source = { source: 'x' };
    const taken = Object.entries(topics).map(([topic, row]) => [
      topic,
      [{}, { account }, { account, chat }, window, part, senders, source].map((params) =>
        v.is(row.params, params),
      ),
    ]);
    assert.deepEqual(Object.fromEntries(taken), {
      accounts: [true, false, false, false, false, false, false],
      removedAccounts: [true, false, false, false, false, false, false],
      contacts: [false, true, false, false, false, false, false],
      chat: [false, false, true, false, false, false, false],
      messages: [false, false, true, false, false, false, false],
      conversations: [false, true, false, false, false, false, false],
      fileTransfers: [false, true, false, false, false, false, false],
      rooms: [false, true, false, false, false, false, false],
      occupants: [false, false, false, false, true, false, false],
      senderAvatars: [false, false, false, false, false, true, false],
      roomActivity: [false, false, true, false, false, false, false],
      privateChats: [false, true, false, false, false, false, false],
      roomInvitations: [false, true, false, false, false, false, false],
      roomApprovals: [false, true, false, false, false, false, false],
      wantedPieces: [false, false, false, false, false, false, true],
      transfers: [false, false, true, false, false, false, false],
      subscriptionRequests: [false, true, false, false, false, false, false],
      contactSuggestions: [false, true, false, false, false, false, false],
      contactDetails: [false, false, true, false, false, false, false],
      commonRooms: [false, false, true, false, false, false, false],
      attention: [false, false, false, true, false, false, false],
    });
  });
});
