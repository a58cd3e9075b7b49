import assert from 'node:assert/strict';
import { createHost, type Host } from '../../../src/host/host.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { parseXml } from '../../support/parseXml.ts';

const account = 'me@example.org';
const FEATURE = '<feature var="jabber:iq:search" />';
const FORM = `<instructions>old</instructions><x xmlns="jabber:x:data" type="form"><instructions>new</instructions>
  <field type="hidden" var="FORM_TYPE"><value>jabber:iq:search</value></field>
  <field type="text-single" var="nick" label="Nickname" /><field type="boolean" var="all"><value>1</value></field></x>`;
const result = (count: number) =>
  `<x xmlns="jabber:x:data" type="result"><reported><field var="nick" label="Nickname" /></reported>${Array.from(
    { length: count },
    (_, n) =>
      `<item><field var="jid"><value>u${n}@example.org</value></field><field var="nick"><value>U ${n}</value></field></item>`,
  ).join('')}</x>`;

/** What is answered, by address and the namespace of what is asked; an error's condition otherwise. */
type Answers = Readonly<Record<string, string>>;

describe('finding users', () => {
  let accounts: FakeAccounts;
  let host: Host;
  let answers: Answers;

  const info = 'http://jabber.org/protocol/disco#info';
  const items = 'http://jabber.org/protocol/disco#items';

  beforeEach(async () => {
    accounts = new FakeAccounts();
    host = createHost(accounts, accounts);
    const { session } = await accounts.add(account, '');
    answers = {};
    session.stream.server = (iq) => {
      const { id = '', to = account, type = '' } = iq.attrs;
      const [payload] = iq.getChildElements();
      const node = payload?.attrs['node'] ?? '';
      const namespace = payload?.attrs['xmlns'] ?? '';
      const content = answers[`${to} ${type === 'set' ? 'set ' : ''}${namespace}${node}`];
      const attributes = `xmlns="jabber:client" id="${id}" from="${to}"`;
      return parseXml(
        content === undefined || !content.includes('<')
          ? `<iq ${attributes} type="error"><error type="cancel"><${content ?? 'item-not-found'} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`
          : `<iq ${attributes} type="result"><query xmlns="${namespace}">${content === '<>' ? '' : content}</query></iq>`,
      );
    };
  });

  const services = (infos: Readonly<Record<string, string>>, server = 'example.org') => {
    const listed = Object.keys(infos).map((jid) => `<item jid="${jid}" />`);
    answers = {
      ...answers,
      [`${server} ${items}`]: listed.join('') || '<>',
      [`${server} ${info}`]: '<identity category="server" type="im" />',
      ...Object.fromEntries(Object.entries(infos).map(([jid, said]) => [`${jid} ${info}`, said])),
    };
  };
  const directory = 'vjud.example.org';
  const withDirectory = (more: Answers = {}) => {
    services({
      [directory]: `<identity category="directory" type="user" name="Users" />${FEATURE}`,
    });
    answers = { ...answers, [`${directory} jabber:iq:search`]: FORM, ...more };
  };
  const codeOf = (request: Promise<unknown>) =>
    request.then(
      () => 'no error',
      (error: unknown) => (error as { userError: { code: string } }).userError.code,
    );

  it('names what can be searched, users first, whether by identity or by feature alone', async () => {
    services({
      'rooms.example.org': `<identity category="conference" type="text" name="Rooms" />${FEATURE}`,
      'irc.example.org': `<identity category="gateway" type="irc" name="IRC" />${FEATURE}`,
      'upload.example.org': '<identity category="store" type="file" />',
      'old.example.org': `<identity category="service" type="jud" name="A\nB" />${FEATURE}`,
      'new.example.org': '<identity category="directory" type="user" />',
    });
    assert.deepEqual(await host.request('findDirectories', { account, server: null }), [
      { id: 'old.example.org', name: 'A B', kind: 'users' },
      { id: 'new.example.org', name: '', kind: 'users' },
      { id: 'rooms.example.org', name: 'Rooms', kind: 'rooms' },
      { id: 'irc.example.org', name: 'IRC', kind: 'gateway' },
    ]);
  });

  it('says that there are none, here or there', async () => {
    services({});
    services({}, 'other.example');
    const ask = (server: string | null) =>
      codeOf(host.request('findDirectories', { account, server }));
    assert.equal(await ask(null), 'no-directory');
    assert.equal(await ask('other.example'), 'no-directory.there');
    assert.equal(await ask('away.example'), 'item-not-found');
  });

  it('takes a directory by its own address, though it has no items', async () => {
    withDirectory();
    const found = await host.request('findDirectories', { account, server: directory });
    assert.deepEqual(
      found.map(({ id }) => id),
      [directory],
    );
  });

  it('offers administrators the list of accounts where there is no directory', async () => {
    services({});
    const node = 'http://jabber.org/protocol/admin#get-registered-users-list';
    answers = {
      ...answers,
      [`example.org ${items}http://jabber.org/protocol/commands`]: `<item jid="example.org" node="${node}" />`,
    };
    assert.deepEqual(await host.request('findDirectories', { account, server: null }), [
      { id: 'example.org', name: '', kind: 'accounts' },
    ]);
    const form = await host.request('getSearchForm', { account, directory: 'example.org' });
    assert.deepEqual(form.fields, []);
  });

  it('shows of a form what is for users', async () => {
    withDirectory();
    const form = await host.request('getSearchForm', { account, directory });
    assert.equal(form.instructions, 'new');
    assert.deepEqual(
      form.fields.map(({ name, type, label, values }) => [name, type, label, values]),
      [
        ['nick', 'text-single', 'Nickname', []],
        ['all', 'boolean', '', ['1']],
      ],
    );
  });

  it('searches nothing that is no directory', async () => {
    services({ 'rooms.example.org': '<identity category="conference" type="text" />' });
    const query = { kind: 'all' } as const;
    const search = host.request('searchUsers', { account, directory: 'rooms.example.org', query });
    assert.equal(await codeOf(search), 'no-directory.there');
  });

  it('hands over what is found in parts, once', async () => {
    withDirectory({ [`${directory} set jabber:iq:search`]: result(700) });
    const query = { kind: 'all' } as const;
    const first = await host.request('searchUsers', { account, directory, query });
    assert.deepEqual(
      [first.users.length, first.columns],
      [500, [{ name: 'nick', label: 'Nickname' }]],
    );
    assert.deepEqual(first.users[1], { id: 'u1@example.org', values: ['U 1'] });
    const { next = '' } = first;
    const second = await host.request('findMoreUsers', { account, next });
    assert.equal(second.users.length, 200);
    const last = await host.request('findMoreUsers', { account, next });
    assert.deepEqual([last.users, last.next, last.completeness], [[], undefined, 'whole']);
    assert.equal(await codeOf(host.request('findMoreUsers', { account, next })), 'search-outdated');
  });

  it('tells a refusal of what was asked from a service that is not there', async () => {
    const query = { kind: 'values', values: { nick: ['a'] } } as const;
    const search = () => codeOf(host.request('searchUsers', { account, directory, query }));
    withDirectory({ [`${directory} set jabber:iq:search`]: 'not-acceptable' });
    assert.equal(await search(), 'search-refused');
    withDirectory({ [`${directory} set jabber:iq:search`]: 'service-unavailable' });
    assert.equal(await search(), 'service-unavailable');
  });

  it('keeps a few searches that are not gone on with', async () => {
    withDirectory({ [`${directory} set jabber:iq:search`]: result(600) });
    const query = { kind: 'all' } as const;
    const { next = '' } = await host.request('searchUsers', { account, directory, query });
    for (let n = 0; n < 10; n += 1)
      await host.request('searchUsers', { account, directory, query });
    assert.equal(await codeOf(host.request('findMoreUsers', { account, next })), 'search-outdated');
  });
});
