import assert from 'node:assert/strict';
import type { HostMessage } from '../../../src/api/channel.ts';
import { kindOf } from '../../../src/base/userError.ts';
import { HostChannel, type Permissions } from '../../../src/host/channel.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import { directoryPermissions, tabPermissions } from '../../../src/host/tabPermissions.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import type { FakeLink } from '../../support/fakeLink.ts';
import { told } from '../../support/say.ts';
import { settle } from '../../support/settle.ts';

const account = 'me@example.org';
const chat = 'bob@example.org';
const of = { account, chat };
const everything: Permissions = {
  mayRequest: () => true,
  mayWatch: () => true,
  maxWatches: 100,
  maxRequests: 100,
};

describe('HostChannel', () => {
  let accounts: FakeAccounts;
  let link: FakeLink;
  let host: Host;
  let posted: HostMessage[];

  beforeEach(async () => {
    accounts = new FakeAccounts();
    link = await accounts.add(account, `<item jid="${chat}" name="Bob" subscription="both" />`);
    host = createHost(accounts, accounts);
    posted = [];
  });

  const open = (may: Permissions) => new HostChannel(host, may, (message) => posted.push(message));
  const errorCode = () => {
    const last = posted.at(-1);
    return last?.type === 'error' ? kindOf(last.error) : last?.type;
  };
  /** How a client with these permissions is answered. */
  const ask = async (may: Permissions, method: string, params: unknown) => {
    open(may).receive({ type: 'request', id: 7, method, params });
    await settle();
    assert.equal(posted.at(-1)?.id, 7);
    return errorCode();
  };

  it('answers a request by its id', async () => {
    // What the server offers is the test's to say.
    link.session.stream.server = () => undefined;
    open(everything).receive({
      type: 'request',
      id: 3,
      method: 'findWay',
      params: { account, chat, size: 1 },
    });
    link.session.answer(`<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">
      <identity category="server" type="im" /><feature var="urn:xmpp:http:upload:0" /></query></iq>`);
    await settle();
    assert.deepEqual(posted, [{ type: 'result', id: 3, result: 'upload' }]);
  });

  it('A22: has a bounded number of requests under way', async () => {
    const channel = open({ ...everything, maxRequests: 3 });
    const ask = (id: number) =>
      channel.receive({ type: 'request', id, method: 'reconnect', params: { account } });
    for (let id = 0; id < 50; id++) ask(id);
    await settle();
    assert.deepEqual(
      posted.flatMap((answer) => (answer.type === 'error' ? [answer.error.code] : [])),
      new Array(47).fill('busy'),
    );
    ask(50);
    await settle();
    assert.equal(posted.at(-1)?.type, 'result');
    assert.equal(posted.length, 51);
  });

  for (const [what, method, params, code] of [
    ['an unknown method', 'runCommand', {}, 'bad-request'],
    ['a method of Object', 'constructor', {}, 'bad-request'],
    ['wrong parameters', 'sendMessage', { ...of, body: 1 }, 'bad-request'],
    [
      'a text that is too long',
      'findInChat',
      { ...of, text: 'x'.repeat(1001), limit: 1 },
      'too-long',
    ],
    ['an unknown account', 'reconnect', { account: 'x@y' }, 'no-account'],
    ['what is no address', 'markRead', { account, chat: '@' }, 'bad-jid'],
    ['a message that is not there', 'getMessage', { ...of, message: 'x' }, 'no-message'],
  ] as const) {
    it(`answers ${what} with ${code}`, async () => {
      assert.equal(await ask(everything, method, params), code);
    });
  }

  for (const [method, params, sentence] of [
    [
      'sendMessage',
      { ...of, body: 'x'.repeat(70_123) },
      'A message has at most 65,536 characters, and this has 70,123: send it in parts, or as a file.',
    ],
    [
      'correctMessage',
      { ...of, message: 'm', body: 'x'.repeat(65_537) },
      'A message has at most 65,536 characters, and this has 65,537: send it in parts, or as a file.',
    ],
    [
      'setPresence',
      { account, show: null, status: 'x'.repeat(1001) },
      'A status message has at most 1,000 characters, and this has 1,001: shorten it.',
    ],
    [
      'updateContact',
      { ...of, groups: ['a', 'x'.repeat(65_537)] },
      'The name of a group has at most 65,536 characters, and this has 65,537: shorten it.',
    ],
    [
      'setArchivePreferences',
      { account, default: 'roster', always: [], never: Array<string>(1001).fill(chat) },
      'A list of addresses has at most 1,000 entries, and this has 1,001: shorten it.',
    ],
  ] as const) {
    it(`says how long what ${method} is given may be`, async () => {
      assert.equal(await ask(everything, method, params), 'too-long');
      const answer = posted.at(-1);
      assert.equal(answer?.type === 'error' && told(answer.error), sentence);
    });
  }

  it('says of a fault of ours that there is one, and leaves the rest to the log', async () => {
    accounts.get(account).outbox.send = () => Promise.reject(new TypeError('x is undefined'));
    assert.equal(await ask(everything, 'sendMessage', { ...of, body: 'hi' }), 'internal');
    assert.doesNotMatch(JSON.stringify(posted), /undefined/);
    assert.equal(accounts.log.lines.at(-1), 'x is undefined');
  });

  for (const junk of [
    undefined,
    null,
    'request',
    [],
    { type: 'request', id: '1', method: 'reconnect', params: {} },
    { type: 'request', id: 1, method: 'x'.repeat(101), params: {} },
    { type: 'request', id: 1, method: 'reconnect', params: { account }, more: 1 },
    { type: 'openLink', url: 'https://x/' },
    { type: 'unwatch' },
  ]) {
    it(`leaves ${typeof junk} ${JSON.stringify(junk)} to others`, async () => {
      assert.equal(open(everything).receive(junk), false);
      await settle();
      assert.deepEqual(posted, []);
    });
  }

  it('tells a snapshot, then changes, until it is no longer watched', async () => {
    const channel = open(everything);
    channel.receive({ type: 'watch', id: 1, topic: 'contacts', params: { account } });
    const kinds = () =>
      posted.map((message) =>
        message.type === 'change' ? (message.change as { kind: string }).kind : message.type,
      );
    assert.deepEqual(kinds(), ['snapshot']);
    const tell = (show: string) => {
      link.session.receive(`<presence from="${chat}/x"><show>${show}</show></presence>`);
      accounts.clock.advance(20);
    };
    tell('away');
    assert.deepEqual(kinds(), ['snapshot', 'upsert']);
    link.session.receive(`<iq type="set" id="r"><query xmlns="jabber:iq:roster">
      <item jid="${chat}" subscription="remove" /></query></iq>`);
    accounts.clock.advance(20);
    assert.deepEqual(kinds(), ['snapshot', 'upsert', 'remove']);
    channel.receive({ type: 'unwatch', id: 1 });
    await accounts.signOut(account);
    accounts.clock.advance(20);
    assert.equal(posted.length, 3);
  });

  it('refuses a watch twice by one id, and more than a hundred', () => {
    const channel = open(everything);
    const watch = (id: number) =>
      channel.receive({ type: 'watch', id, topic: 'accounts', params: {} });
    watch(0);
    assert.equal(errorCode(), 'change');
    watch(0);
    assert.equal(errorCode(), 'refused');
    for (let id = 1; id < 100; id++) watch(id);
    assert.equal(errorCode(), 'change');
    watch(100);
    assert.equal(errorCode(), 'refused');
  });

  it('says nothing once it is disposed', async () => {
    const channel = open(everything);
    channel.receive({ type: 'watch', id: 1, topic: 'accounts', params: {} });
    channel.receive({ type: 'request', id: 2, method: 'reconnect', params: { account } });
    posted.length = 0;
    channel.dispose();
    await accounts.get(account).setPresence('away', '');
    accounts.clock.advance(20);
    await settle();
    assert.deepEqual(posted, []);
  });

  describe('of the tab of a user search', () => {
    const tab = directoryPermissions({ account });
    const directory = 'vjud.example.org';
    const own: Readonly<Record<string, unknown>> = {
      findDirectories: { account, server: null },
      getSearchForm: { account, directory },
      searchUsers: { account, directory, query: { kind: 'all' } },
      findMoreUsers: { account, next: 'x' },
    };

    for (const [method, params] of Object.entries(own)) {
      it(`may ask for ${method} of its own account, not of others`, async () => {
        assert.ok(tab.mayRequest(method, params));
        const others = { ...(params as object), account: 'other@example.org' };
        assert.equal(await ask(tab, method, others), 'refused');
        for (const junk of [undefined, null, 'x']) {
          assert.equal(await ask(tab, method, junk), 'refused');
        }
      });
    }

    for (const method of ['sendMessage', 'reconnect', 'addContact', 'inviteToRoom', 'markRead']) {
      it(`may not ask for ${method}`, async () => {
        assert.equal(await ask(tab, method, of), 'refused');
      });
    }

    it('may watch nothing, and is not what a chat tab may be', async () => {
      for (const topic of ['accounts', 'contacts', 'messages']) {
        assert.equal(tab.mayWatch(topic, of), false);
      }
      for (const [method, params] of Object.entries(own)) {
        assert.equal(await ask(tabPermissions(of), method, params), 'refused');
      }
    });
  });

  describe('of a chat tab', () => {
    const tab = tabPermissions(of);
    const own: Readonly<Record<string, unknown>> = {
      sendMessage: { ...of, body: 'hi' },
      retryMessage: { ...of, message: 'x' },
      loadOlder: of,
      loadNewer: of,
      loadAround: { ...of, around: 0 },
      findInChat: { ...of, text: 'x', limit: 1 },
      markRead: of,
      setChatState: { ...of, state: 'composing' },
      reconnect: { account },
      cancelTransfer: { ...of, transfer: 'x' },
      retryTransfer: { ...of, transfer: 'x' },
    };

    for (const [method, params] of Object.entries(own)) {
      it(`may ask for ${method} of its own, not of others`, async () => {
        assert.equal(await ask(tab, method, params), 'result');
        const others = [
          { account: 'other@example.org' },
          'chat' in (params as object) && { chat: 'x@y' },
        ];
        for (const other of others) {
          if (!other) continue;
          assert.equal(await ask(tab, method, { ...(params as object), ...other }), 'refused');
        }
        for (const junk of [undefined, null, 'x']) {
          assert.equal(await ask(tab, method, junk), 'refused');
        }
      });
    }

    it('may connect its account again, not others', async () => {
      assert.ok(tab.mayRequest('reconnect', { account }));
      const params = { account: 'other@example.org' };
      assert.equal(await ask(tab, 'reconnect', params), 'refused');
    });

    const rest = [
      'signIn',
      'signOut',
      'pinCertificate',
      'forgetMechanism',
      'setPresence',
      'sendFile',
      'sendFiles',
    ];
    for (const method of [...rest, 'getMessage', 'findLinkedMessage', 'searchMessages', 'x']) {
      it(`may not ask for ${method}`, async () => {
        assert.equal(await ask(tab, method, of), 'refused');
      });
    }

    it('A10: may watch its own chat and its transfers, and no others', () => {
      const channel = open(tab);
      let id = 0;
      const watch = (topic: string, params: unknown) => {
        channel.receive({ type: 'watch', id: ++id, topic, params });
        return posted.some((message) => message.type === 'error' && message.id === id);
      };
      const other = { account, chat: 'eve@example.org' };
      assert.deepEqual(
        [
          watch('chat', of),
          watch('messages', of),
          watch('transfers', of),
          watch('chat', other),
          watch('messages', other),
          watch('transfers', other),
          watch('transfers', { account }),
          watch('contacts', { account }),
          watch('accounts', {}),
        ],
        [false, false, false, true, true, true, true, true, true],
      );
    });
  });
});
