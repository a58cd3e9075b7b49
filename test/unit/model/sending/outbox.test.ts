import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Chats } from '../../../../src/model/chats/chats.ts';
import { ChatStates } from '../../../../src/model/chats/chatStates.ts';
import { Outbox } from '../../../../src/model/sending/outbox.ts';
import { type Prepare, preparePlain } from '../../../../src/model/sending/prepare.ts';
import { StanzaError, Unsendable } from '../../../../src/xmpp/stanza/stanzaError.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';
import { saying, told } from '../../../support/say.ts';

const bob = Jid.of('bob@example.org');

describe('Outbox', () => {
  let link: FakeLink;
  let history: MemoryHistory;
  let chats: Chats;
  let outbox: Outbox;
  let failures: unknown[];

  beforeEach(() => {
    link = new FakeLink();
    history = new MemoryHistory();
    failures = [];
    start();
  });

  /** As at a start of the extension: all that is known is what was kept. */
  const start = (prepare = (plain: Prepare) => plain) => {
    chats = new Chats('juliet@example.org', { history, clock: new FakeClock() });
    const states = new ChatStates({
      session: () => link.session,
      sendChatStates: () => true,
      clock: link.session.clock,
    });
    outbox = new Outbox({
      chats,
      prepare: prepare(preparePlain({ states, mentionsIn: () => [], admit: () => undefined })),
      isInside: () => false,
      join: () => undefined,
      fail: (error) => failures.push(error),
    });
    outbox.attach(link);
  };

  afterEach(() => {
    assert.deepEqual(failures, []);
  });

  const open = (resumed = false) => {
    link.goOnline(resumed);
    outbox.open(link);
    outbox.resendUnconfirmed();
  };
  const deliveryOf = async (id: string) => (await chats.open(bob).find(id))?.delivery;

  it('sends at once, and says so when the server has it', async () => {
    open();
    const id = await outbox.send(bob, { body: 'hello' });
    assert.deepEqual(link.bodies, ['hello']);
    assert.equal(await deliveryOf(id), 'queued');
    link.acknowledge(id);
    await settle();
    assert.equal(await deliveryOf(id), 'sent');
  });

  it('waits for a session, and then sends in order, each once', async () => {
    for (const body of ['1', '2', '3']) await outbox.send(bob, { body });
    link.goOnline();
    await outbox.send(bob, { body: '4' });
    assert.deepEqual(link.bodies, []);
    outbox.open(link);
    await outbox.send(bob, { body: '5' });
    assert.deepEqual(link.bodies, ['1', '2', '3', '4', '5']);
  });

  it('lets a long queue leave as fast as the server takes it, in order', async () => {
    const bodies = Array.from({ length: 450 }, (_, n) => String(n));
    for (const body of bodies) await outbox.send(bob, { body });
    open();
    assert.deepEqual(link.bodies, bodies.slice(0, 200));
    link.acknowledge();
    assert.deepEqual(link.bodies, bodies.slice(0, 400));
    link.acknowledge();
    await outbox.send(bob, { body: '450' });
    assert.deepEqual(link.bodies, [...bodies, '450']);
  });

  it('keeps and tells at once what one acknowledgement tells, chat by chat', async () => {
    open();
    const [to, other] = [bob, Jid.of('eve@example.org')];
    const ids = await Promise.all(
      [to, other, to, to].map((jid, n) => outbox.send(jid, { body: String(n) })),
    );
    assert.deepEqual(link.bodies, ['0', '1', '2', '3']);
    const marked: (readonly string[])[] = [];
    const mark = history.mark.bind(history);
    history.mark = (key, some, ...rest) => {
      marked.push(some);
      return mark(key, some, ...rest);
    };
    const told: (readonly string[])[] = [];
    chats.onDidChange(({ change }) => {
      if (change?.kind === 'changed') told.push(change.messages.map(({ body }) => body));
    });
    link.acknowledge(...ids.slice(0, 3));
    await settle();
    assert.deepEqual(marked, [[ids[0], ids[2]], [ids[1]]]);
    assert.deepEqual(told, [['0', '2'], ['1']]);
  });

  it('leaves what is in flight to a session that is resumed, and adds what waited', async () => {
    open();
    await outbox.send(bob, { body: 'in flight' });
    link.goOffline();
    await outbox.send(bob, { body: 'waiting' });
    assert.deepEqual(link.bodies, ['in flight']);
    open(true);
    assert.deepEqual(link.bodies, ['in flight', 'waiting']);
  });

  it('sends again, by the same ids and before the rest, what a lost session had in flight', async () => {
    open();
    const known = await outbox.send(bob, { body: 'acknowledged' });
    link.acknowledge(known);
    const id = await outbox.send(bob, { body: 'in flight' });
    link.goOffline();
    await outbox.send(bob, { body: 'waiting' });
    link.loseAll();
    open();
    assert.deepEqual(link.bodies, ['acknowledged', 'in flight', 'in flight', 'waiting']);
    assert.equal(link.session.sent[2]?.attrs['id'], id);
  });

  for (const acknowledged of [true, false]) {
    it(`sends a failed message again, ${acknowledged ? 'after' : 'before'} its acknowledgement`, async () => {
      open();
      const id = await outbox.send(bob, { body: 'hello?' });
      const chat = chats.open(bob);
      await chat.mark(id, 'failed', saying('Nobody is there.'));
      if (acknowledged) link.acknowledge(id);
      await settle();
      assert.equal(await deliveryOf(id), 'failed');
      await outbox.retry(chat, id);
      assert.deepEqual(link.bodies, ['hello?', 'hello?']);
      assert.equal(await deliveryOf(id), 'queued');
    });
  }

  it('never sends again what did not fail', async () => {
    open();
    const id = await outbox.send(bob, { body: 'hello' });
    await outbox.retry(chats.open(bob), id);
    link.acknowledge(id);
    await outbox.retry(chats.open(bob), id);
    assert.deepEqual(link.bodies, ['hello']);
  });

  it('gives up a message that the server ends the connection over, and sends the rest', async () => {
    open();
    const ids = [];
    for (const body of ['1', 'odd', '3']) ids.push(await outbox.send(bob, { body }));
    const [, odd = ''] = ids;
    link.refuse({ id: odd, to: bob, reason: new Unsendable('content') });
    link.loseAll();
    open();
    await settle();
    assert.deepEqual(link.bodies, ['1', 'odd', '3', '1', '3']);
    const failed = await chats.open(bob).find(odd);
    assert.equal(failed?.delivery, 'failed');
    assert.match(told(failed.error), /^The message was not delivered: .+ends the connection.+\.$/u);
    assert.equal((await history.unsent('juliet@example.org')).length, 2);
    await outbox.rewrite(chats.open(bob), odd, 'even');
    assert.equal(link.bodies.at(-1), 'even');
  });

  it('gives up what the link does not take, also changes, and goes on', async () => {
    const { stream } = link.session;
    const send = stream.send.bind(stream);
    stream.send = (stanza) => {
      if (stanza.toString().includes('large')) throw new Unsendable('size', 65_536);
      send(stanza);
    };
    open();
    const id = await outbox.send(bob, { body: 'small' });
    const large = await outbox.send(bob, { body: 'large' });
    const change = {
      id: 'c',
      message: id,
      ref: { sender: chats.open(bob).key.account, id },
      kind: 'correction',
      content: { body: 'large' },
    } as const;
    const chat = chats.open(bob);
    await chat.saveChange(change);
    const message = await chat.find(id);
    assert.ok(message);
    await chat.refer(message, ['c']);
    outbox.sendChange(chat, change);
    await outbox.send(bob, { body: 'last' });
    await settle();
    assert.deepEqual(link.bodies, ['small', 'last']);
    assert.match(
      told((await chat.find(large))?.error),
      /larger than your server takes \(at most 65\.5 kB\); shorten it/u,
    );
    assert.match(
      told((await chat.find(id))?.refused),
      /^The change of this message was not delivered/u,
    );
    assert.deepEqual(await history.unsentChanges('juliet@example.org'), []);
    assert.ok(!outbox.isSending([large, 'c']));
  });

  it('sends after a restart what was left, by the same ids, in order and before the rest', async () => {
    const ids = [];
    for (const body of ['1', '2']) ids.push(await outbox.send(bob, { body }));
    const sent = await outbox.send(bob, { body: '3' });
    await chats.open(bob).mark(sent, 'sent');
    start();
    await outbox.send(bob, { body: '4' });
    const unsent = await history.unsent('juliet@example.org');
    outbox.restore(
      unsent.filter(({ message }) => message.body !== '4'),
      [],
      (of) => chats.open(Jid.of(of.chat)),
    );
    open();
    assert.deepEqual(link.bodies, ['1', '2', '4']);
    assert.deepEqual(
      link.session.sent.slice(0, 2).map(({ attrs }) => attrs['id']),
      ids,
    );
  });

  it('deletes what waits or has failed, and nothing that may be on its way', async () => {
    const waiting = await outbox.send(bob, { body: 'waiting' });
    await outbox.remove(chats.open(bob), waiting);
    open();
    assert.deepEqual(link.bodies, []);
    const sent = await outbox.send(bob, { body: 'in flight' });
    await assert.rejects(outbox.remove(chats.open(bob), sent), { code: 'already-sent' });
    await chats.open(bob).mark(sent, 'failed');
    await outbox.remove(chats.open(bob), sent);
    assert.deepEqual(await history.unsent('juliet@example.org'), []);
    assert.deepEqual(link.bodies, ['in flight']);
  });

  it('sends what could not be deleted', async () => {
    const waiting = await outbox.send(bob, { body: 'waiting' });
    history.remove = () => Promise.reject(new Error('full'));
    await assert.rejects(outbox.remove(chats.open(bob), waiting), /full/u);
    open();
    assert.deepEqual(link.bodies, ['waiting']);
  });

  it('announces a file beside its address', async () => {
    open();
    const url = 'https://files.example.org/a.ts';
    await outbox.send(bob, { body: url, file: { name: 'a.ts', url } });
    assert.equal(link.session.sent[0]?.getChild('x', 'jabber:x:oob')?.getChildText('url'), url);
  });

  describe('with what has to be prepared', () => {
    const eve = Jid.of('eve@example.org');
    /** By the body, in the order in which they were begun. */
    let prepared: Map<string, { ready: () => void; fail: (error: unknown) => void }>;

    beforeEach(() => {
      prepared = new Map();
      start((plain) => (outgoing) => {
        if (!('message' in outgoing) || outgoing.message.body === 'plain') return plain(outgoing);
        return new Promise((resolve, reject) => {
          const ready = () => {
            resolve(plain(outgoing));
          };
          prepared.set(outgoing.message.body, { ready, fail: reject });
        });
      });
    });

    const finish = async (body: string) => {
      prepared.get(body)?.ready();
      await settle();
    };

    it('keeps the order of each chat, and others waiting for nothing', async () => {
      open();
      for (const body of ['1', 'plain', '2']) await outbox.send(bob, { body: body });
      await outbox.send(eve, { body: 'plain' });
      assert.deepEqual(link.bodies, ['plain']);
      assert.deepEqual([...prepared.keys()], ['1']);
      await finish('1');
      assert.deepEqual(link.bodies, ['plain', '1', 'plain']);
      await finish('2');
      assert.deepEqual(link.bodies, ['plain', '1', 'plain', '2']);
    });

    it('sends in a later session what was ready in none, behind what was lost in flight', async () => {
      open();
      await outbox.send(bob, { body: 'plain' });
      await outbox.send(bob, { body: '1' });
      link.goOffline();
      link.loseAll();
      open();
      await finish('1');
      assert.deepEqual(link.bodies, ['plain', 'plain']);
      await finish('1');
      assert.deepEqual(link.bodies, ['plain', 'plain', '1']);
    });

    it('sends nothing while there is no session', async () => {
      open();
      await outbox.send(bob, { body: '1' });
      link.goOffline();
      await finish('1');
      assert.deepEqual(link.bodies, []);
      open(true);
      await finish('1');
      assert.deepEqual(link.bodies, ['1']);
    });

    it('sends what was rewritten meanwhile as it is then, and not at all what was taken back', async () => {
      open();
      const chat = chats.open(bob);
      const first = await outbox.send(bob, { body: '1' });
      const second = await outbox.send(bob, { body: '2' });
      await outbox.rewrite(chat, first, 'one');
      await outbox.remove(chat, second);
      await finish('1');
      assert.deepEqual(link.bodies, []);
      await finish('one');
      assert.deepEqual(link.bodies, ['one']);
    });

    it('fails what can never be ready, and goes on; what lacks the connection waits for it', async () => {
      open();
      const id = await outbox.send(bob, { body: '1' });
      await outbox.send(bob, { body: '2' });
      prepared.get('1')?.fail(new StanzaError('item-not-found'));
      await settle();
      assert.equal(await deliveryOf(id), 'failed');
      prepared.get('2')?.fail(new StanzaError('not-connected'));
      await settle();
      link.goOffline();
      open(true);
      await finish('2');
      assert.deepEqual(link.bodies, ['2']);
    });
  });
});
