import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import type { Change } from '../../../src/api/topics.ts';
import type { ConversationView } from '../../../src/api/views.ts';
import { createHost } from '../../../src/host/host.ts';
import type { Host } from '../../../src/host/host.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import type { FakeLink } from '../../support/fakeLink.ts';
import { settle } from '../../support/settle.ts';

const ME = 'me@example.org';
const bob = 'bob@example.org';
const eve = 'eve@example.org';

describe('the topic of conversations', () => {
  let accounts: FakeAccounts;
  let host: Host;
  let link: FakeLink;
  let changes: Change<ConversationView>[];

  beforeEach(async () => {
    accounts = new FakeAccounts();
    link = await accounts.add(ME, `<item jid="${bob}" name="Bob" subscription="both" />`);
    host = createHost(accounts, accounts);
    changes = [];
    host.watch('conversations', { account: ME }, (change) => changes.push(change));
  });

  const receive = async (...stanzas: readonly string[]) => {
    for (const stanza of stanzas) link.session.receive(stanza);
    await pass();
  };
  const pass = async () => {
    await settle();
    accounts.clock.advance(20);
    await settle();
  };
  const message = (from: string, body: string) =>
    `<message type="chat" from="${from}/x"><body>${body}</body></message>`;
  /** What the last change says of a conversation. */
  const told = (id: string) => {
    const change = changes.at(-1);
    return change?.kind === 'upsert' || change?.kind === 'snapshot'
      ? change.items.find((item) => item.id === id)
      : undefined;
  };

  it('has no contact without a chat, whatever they do', async () => {
    await receive(
      `<presence from="${bob}/x" />`,
      `<presence from="${bob}/x"><show>dnd</show></presence>`,
    );
    assert.deepEqual(changes, [{ kind: 'snapshot', items: [] }]);
  });

  it('has who writes, with the last words, and their presence from then on', async () => {
    await receive(message(bob, 'Hello'));
    const { last, ...rest } = told(bob) ?? assert.fail();
    assert.deepEqual(rest, {
      ...{ id: bob, kind: 'chat', name: 'Bob', isKnown: true, show: 'offline', level: 'always' },
      ...{ unread: 1, mentions: 0, typing: [], isPinned: false, isArchived: false },
    });
    assert.deepEqual(last, { time: accounts.clock.now() - 20, outgoing: false, excerpt: 'Hello' });
    // What a stranger begins is a request, until it is accepted.
    await receive(message(eve, 'x'.repeat(500)));
    assert.deepEqual(changes.at(-1), { kind: 'remove', ids: [eve] });
    await accounts.get(ME).chats.find(eve)?.accept();
    await pass();
    assert.equal(told(eve)?.isKnown, false);
    assert.equal(told(eve)?.last?.excerpt, 'x'.repeat(200));
    await receive(`<presence from="${bob}/x"><show>dnd</show></presence>`);
    assert.deepEqual(changes.at(-1)?.kind === 'upsert' && told(bob)?.show, 'dnd');
    assert.equal(told(eve), undefined, 'one change is of one conversation');
  });

  it('is marked while it is blocked, and its presence is hidden', async () => {
    await receive(message(bob, 'Hello'), `<presence from="${bob}/x" />`);
    const { blockList } = accounts.get(ME);
    for (const kind of ['blocked', 'unblocked'] as const) {
      blockList.apply({ kind, jids: [Jid.of('example.org')] });
      await pass();
      const { isBlocked, show } = told(bob) ?? assert.fail();
      const expected = kind === 'blocked' ? [true, 'offline'] : [undefined, 'available'];
      assert.deepEqual([isBlocked, show], expected);
    }
  });

  it('has what was typed and not sent, and who is typing', async () => {
    const of = { account: ME, chat: bob };
    await host.request('saveDraft', { ...of, draft: 'half a' });
    await pass();
    assert.equal(told(bob)?.draft, 'half a');
    await receive(
      `<message type="chat" from="${bob}/x"><composing xmlns="http://jabber.org/protocol/chatstates" /></message>`,
    );
    assert.deepEqual(told(bob)?.typing, ['Bob']);
    await host.request('saveDraft', { ...of, draft: '' });
    await pass();
    assert.deepEqual(changes.at(-1), { kind: 'remove', ids: [bob] });
  });

  it('has what the user chose, also for a chat without messages, until it is taken back', async () => {
    const of = { account: ME, chat: bob };
    await host.request('pinChat', { ...of, pinned: true });
    await host.request('muteChat', { ...of, until: null });
    await pass();
    const { isPinned, level, mutedUntil } = told(bob) ?? assert.fail();
    assert.deepEqual(
      { isPinned, level, mutedUntil },
      { isPinned: true, level: 'never', mutedUntil: null },
    );
    await host.request('muteChat', { ...of, until: 0 });
    await pass();
    assert.equal(told(bob)?.level, 'always');
    await host.request('pinChat', { ...of, pinned: false });
    await pass();
    assert.deepEqual(changes.at(-1), { kind: 'remove', ids: [bob] });
  });

  it('is not there for a contact who is only muted, until there is something in it', async () => {
    const of = { account: ME, chat: bob };
    await host.request('muteChat', { ...of, until: null });
    await pass();
    assert.equal(told(bob), undefined);
    await receive(`<message type="chat" from="${bob}/x"><body>Hello</body></message>`);
    assert.equal(told(bob)?.level, 'never');
    const stranger = 'eve@example.org';
    await host.request('muteChat', { account: ME, chat: stranger, until: null });
    await pass();
    assert.equal(told(stranger)?.mutedUntil, null);
  });

  it('describes what has no words, and brings an archived one back', async () => {
    await host.request('archiveChat', { account: ME, chat: bob, archived: true });
    await pass();
    assert.equal(told(bob)?.isArchived, true);
    await receive(
      `<message type="chat" from="${bob}/x"><body>https://up.example/a.ts</body><x xmlns="jabber:x:oob"><url>https://up.example/a.ts</url></x></message>`,
    );
    assert.equal(told(bob)?.isArchived, false);
    assert.equal(told(bob)?.last?.fileName, 'a.ts');
    await receive(
      `<message type="chat" from="${bob}/x"><attention xmlns="urn:xmpp:attention:0" /></message>`,
    );
    assert.deepEqual(told(bob)?.last?.excerpt, { code: 'notice.attention', params: {} });
  });
});
