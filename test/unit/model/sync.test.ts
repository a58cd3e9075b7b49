import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Jid } from '../../../src/base/jid.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  carbon,
  me,
  rest,
  roster,
  startAccount,
} from '../../support/archivedAccount.ts';
import { FakeArchive } from '../../support/fakeArchive.ts';
import { settle } from '../../support/settle.ts';

/** A message between us and Bob, with its origin-id. */
const message = (from: string, body: string, extra = '') =>
  `<message type="chat" from="${from}/x" to="${from === me ? bob : me}" id="${body}"><body>${body}</body>
    <origin-id xmlns="urn:xmpp:sid:0" id="${body}" />${extra}</message>`;
const stanzaId = (id: string) => `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="${id}" />`;
describe('the archive', () => {
  let history: MemoryHistory;
  let archive: FakeArchive;
  let link: ArchivedAccount['link'];
  let account: ArchivedAccount['account'];
  let signIn: ArchivedAccount['signIn'];

  const start = async () => {
    ({ account, link, signIn } = await startAccount(history, archive));
  };
  const receive = async (text: string) => {
    link.session.receive(text);
    await settle();
  };
  const chat = () => account.chats.find(bob);
  const rows = () => history.load({ account: me, chat: bob }, { limit: 5000 });
  const bodies = async () => (await rows()).map(({ body }) => body);
  const write = (text: string) => account.outbox.send(Jid.of(bob), text);

  beforeEach(async () => {
    history = new MemoryHistory();
    archive = new FakeArchive(me);
    await start();
  });

  afterEach(() => {
    assert.deepEqual(link.session.log.lines, []);
  });

  it('is read to its end after each sign-in, from where it was read last', async () => {
    archive.add('1', message(bob, 'a'));
    await signIn();
    link.goOffline();
    for (let n = 0; n < 400; n++)
      archive.add(`n${String(n)}`, message(n % 2 ? me : bob, String(n)));
    archive.queries.length = 0;
    await signIn();
    assert.deepEqual(await bodies(), ['a', ...Array.from({ length: 400 }, (_, n) => String(n))]);
    assert.ok(archive.queries.length <= 4);
    assert.deepEqual((await rows())[2]?.delivery, 'sent');
    assert.equal((await rows())[1]?.stanzaId, 'n0');
  });

  it('goes on where the reading was cut off, and loses and doubles nothing', async () => {
    archive.add('0', message(bob, 'first'));
    await signIn();
    link.goOffline();
    for (let n = 0; n < 300; n++) archive.add(`n${String(n)}`, message(bob, String(n)));
    archive.patience = 2;
    await signIn();
    assert.ok((await rows()).length < 300);
    archive.patience = Infinity;
    await start();
    await signIn();
    assert.deepEqual(await bodies(), [
      'first',
      ...Array.from({ length: 300 }, (_, n) => String(n)),
    ]);
  });

  it('goes on in a session that is resumed in the middle of it', async () => {
    await signIn();
    link.goOffline();
    for (let n = 0; n < 120; n++) archive.add(`n${String(n)}`, message(bob, String(n)));
    archive.patience = 1;
    await signIn();
    link.goOffline();
    archive.patience = Infinity;
    link.goOnline(true);
    await rest();
    assert.equal((await rows()).length, 120);
    archive.queries.length = 0;
    link.goOffline();
    link.goOnline(true);
    await rest();
    assert.deepEqual(archive.queries, []);
  });

  it('F11: is read by time where it no longer has the message that was read last', async () => {
    archive.add('1', message(bob, 'purged'));
    archive.add('2', message(bob, 'last'));
    await signIn();
    link.goOffline();
    archive.messages = [];
    archive.add('3', message(bob, 'before'), 1_600_000_000_000);
    archive.add('4', message(bob, 'new'), 1_800_000_000_000);
    await signIn();
    assert.deepEqual(await bodies(), ['purged', 'last', 'new']);
  });

  it('F20: keeps the order of the archive, whatever the clocks say', async () => {
    await signIn();
    link.goOffline();
    for (const [id, time] of [
      ['a', 3e12],
      ['b', 1e12],
      ['c', 2e12],
    ] as const) {
      archive.add(id, message(bob, id), time);
    }
    await signIn();
    assert.deepEqual(await bodies(), ['a', 'b', 'c']);
  });

  it('is read for the first time in its newest part, which is not unread', async () => {
    for (let n = 0; n < 900; n++) archive.add(String(n), message(bob, String(n)));
    await signIn();
    const seen = await bodies();
    assert.ok(seen.length >= 500 && seen.length < 900);
    assert.deepEqual(
      seen,
      Array.from({ length: seen.length }, (_, n) => String(900 - seen.length + n)),
    );
    assert.equal(chat()?.unread, 0);
    assert.equal(chat()?.lastReceived, undefined);
  });

  it('stands before what comes by itself meanwhile, and before what waits to be sent', async () => {
    archive.add('0', message(bob, 'old'));
    await signIn();
    link.goOffline();
    await write('waiting');
    archive.add('1', message(bob, 'missed'));
    link.goOnline();
    link.session.receive(message(bob, 'live'));
    archive.add('2', message(me, 'from the phone'));
    archive.add('3', message(bob, 'live'));
    link.session.answer(roster);
    await rest();
    assert.deepEqual(await bodies(), ['old', 'missed', 'from the phone', 'waiting', 'live']);
  });

  it('puts what is missing between what is here', async () => {
    await signIn();
    for (const body of ['a', 'c', 'e']) await receive(message(bob, body));
    link.goOffline();
    for (const body of ['a', 'b', 'c', 'd', 'e', 'f']) archive.add(body, message(bob, body));
    await signIn();
    assert.deepEqual(await bodies(), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('F9: sends again only what it does not have, in order', async () => {
    await signIn();
    for (const body of ['1', '2', '3']) await write(body);
    const [one, two] = (await rows()).map(({ id }) => id);
    for (const id of [one, two]) {
      archive.add(
        `s${String(id)}`,
        `<message type="chat" from="${me}/desk" to="${bob}" id="${String(id)}"><body>${id === one ? '1' : '2'}</body>
          <origin-id xmlns="urn:xmpp:sid:0" id="${String(id)}" /></message>`,
      );
    }
    link.goOffline();
    link.loseAll();
    await write('4');
    await signIn();
    link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(link.bodies, ['1', '2', '3', '3', '4']);
    assert.deepEqual(
      (await rows()).map(({ delivery }) => delivery),
      ['sent', 'sent', 'queued', 'queued'],
    );
  });

  it('F7: is asked after a restart before anything is sent again', async () => {
    const id = await write('once');
    archive.add('s', message(me, 'once').replaceAll('"once"', `"${id}"`));
    await start();
    await signIn();
    link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(link.bodies, []);
    assert.deepEqual(
      (await rows()).map(({ delivery }) => delivery),
      ['sent'],
    );
  });

  it('shows what other clients of ours send, and takes their receipts and markers for it', async () => {
    await signIn();
    await receive(message(bob, 'question'));
    assert.equal(chat()?.unread, 1);
    await receive(carbon('sent', message(me, 'answer')));
    assert.equal(chat()?.unread, 0);
    const outgoing = (await rows()).map(({ outgoing, delivery }) => [outgoing, delivery]);
    assert.deepEqual(outgoing, [
      [false, undefined],
      [true, 'sent'],
    ]);
    await receive(
      `<message from="${bob}/x"><received xmlns="urn:xmpp:receipts" id="answer" /></message>`,
    );
    assert.equal((await rows())[1]?.delivery, 'delivered');
    const marker = `<message type="chat" from="${bob}/x" to="${me}/phone"><displayed xmlns="urn:xmpp:chat-markers:0" id="answer" /></message>`;
    await receive(carbon('received', marker));
    assert.equal((await rows())[1]?.delivery, 'displayed');
  });

  it('has been read as far as another client of ours tells the other side', async () => {
    await signIn();
    for (const body of ['1', '2', '3']) await receive(message(bob, body));
    const marker = `<message type="chat" from="${me}/phone" to="${bob}"><displayed xmlns="urn:xmpp:chat-markers:0" id="2" /></message>`;
    await receive(carbon('sent', marker));
    assert.equal(chat()?.unread, 1);
  });

  it('is read further back when somebody scrolls there, up to its beginning, once', async () => {
    for (let n = 0; n < 900; n++) archive.add(String(n), message(n % 7 ? bob : me, String(n)));
    await signIn();
    for (let oldest = '', before = -1; before !== Number(oldest);) {
      const [first] = await rows();
      before = Number(first?.body);
      await chat()?.load({ limit: 51, before: first?.id ?? '' });
      oldest = (await rows())[0]?.body ?? '';
    }
    assert.deepEqual(
      await bodies(),
      Array.from({ length: 900 }, (_, n) => String(n)),
    );
    assert.equal(chat()?.unread, 0);
    archive.queries.length = 0;
    await chat()?.load({ limit: 51, before: (await rows())[0]?.id ?? '' });
    assert.deepEqual(archive.queries, []);
  });

  it('fills a chat that is opened for the first time, and nobody waits for it', async () => {
    archive.add('e', message(bob, 'long ago').replaceAll(bob, 'eve@example.org'));
    for (let n = 0; n < 900; n++) archive.add(String(n), message(bob, String(n)));
    await signIn();
    const eve = account.chats.open(Jid.of('eve@example.org'));
    let changes = 0;
    eve.onMessage(() => changes++);
    assert.deepEqual(await eve.load({ limit: 51 }), []);
    await rest();
    assert.equal((await eve.load({ limit: 51 }))[0]?.body, 'long ago');
    assert.ok(changes > 0);
    assert.equal(eve.unread, 0);
  });

  it('tells our other clients how far a contact’s chat was read, and takes over what they tell', async () => {
    await signIn();
    await receive(message(bob, '1', stanzaId('s1')));
    await receive(message(bob, '2', stanzaId('s2')));
    const seen = chat();
    assert.ok(seen);
    await account.see(seen);
    assert.equal(seen.unread, 0);
    // What comes before that is told has not been read.
    for (const id of ['3', '4']) await receive(message(bob, id, stanzaId(`s${id}`)));
    link.session.clock.advance(2000);
    await rest();
    assert.match(archive.displayed.get(bob)?.toString() ?? '', /id="s2"/u);
    const event = (from: string, id: string) => `<message from="${from}">
      <event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:mds:displayed:0">
      <item id="${bob}"><displayed xmlns="urn:xmpp:mds:displayed:0">${stanzaId(id)}</displayed></item>
      </items></event></message>`;
    await receive(event('eve@example.org', 's4'));
    assert.equal(seen.unread, 2);
    await receive(event(me, 's3'));
    assert.equal(seen.unread, 1);
    await receive(event(me, 's1'));
    await receive(event(me, 'unknown'));
    assert.equal(seen.unread, 1);
  });

  it('tells nobody what was read of a stranger', async () => {
    await signIn();
    await receive(message('eve@example.org', 'hi', stanzaId('s1')));
    const eve = account.chats.open(Jid.of('eve@example.org'));
    await account.see(eve);
    link.session.clock.advance(2000);
    await rest();
    assert.equal(archive.displayed.size, 0);
  });

  it('A1: believes copies of our own account only', async () => {
    await signIn();
    for (const from of [bob, 'mallory@evil.example', `${me}/x`]) {
      await receive(
        carbon('sent', message(me, 'forged')).replace(`from="${me}"`, `from="${from}"`),
      );
    }
    assert.equal(chat(), undefined);
  });

  it('A13: a planted id or a replayed one hides nothing of another sender', async () => {
    archive.add('s1', message(bob, 'real'));
    await signIn();
    await receive(message('eve@example.org', 'real', stanzaId('s1')));
    archive.add('s2', message(me, 'mine'));
    await receive(message(bob, 'mine'));
    link.goOffline();
    await signIn();
    assert.deepEqual(await bodies(), ['real', 'mine', 'mine']);
    assert.equal((await account.chats.find('eve@example.org')?.load({ limit: 9 }))?.length, 1);
  });

  it('F8: puts what a server hands over late in the order of the archive, wherever it is cut off', async () => {
    const late = ['d', 'e', 'b', 'c', 'g', 'f'];
    for (const limit of [1, 2, 250]) {
      history = new MemoryHistory();
      archive = new FakeArchive(me);
      archive.limit = limit;
      archive.add('a', message(bob, 'a'));
      await start();
      await signIn();
      for (const body of late) await receive(message(bob, body));
      for (const body of late.toSorted()) archive.add(body, message(bob, body));
      for (let life = 0; life < 8; life++) {
        archive.patience = life < 7 ? 1 : Infinity;
        await start();
        await signIn();
      }
      assert.deepEqual(await bodies(), ['a', ...late.toSorted()], `pages of ${limit}`);
    }
  });

  it('F8: stays in order behind what came after a message that still waits, wherever it is cut off', async () => {
    await signIn();
    await write('waiting');
    await receive(message(bob, 'a'));
    for (const body of ['a', 'b', 'c', 'd', 'e']) archive.add(body, message(bob, body));
    archive.limit = 2;
    for (const patience of [1, 2, Infinity]) {
      archive.patience = patience;
      await start();
      await signIn();
    }
    assert.deepEqual(await bodies(), ['waiting', 'a', 'b', 'c', 'd', 'e']);
  });

  it('F8: begins anew where it was cut off while it read for the first time', async () => {
    for (let n = 0; n < 120; n++) archive.add(String(n), message(bob, String(n)));
    for (const patience of [0, 1, 2, Infinity]) {
      archive.patience = patience;
      await start();
      await signIn();
    }
    assert.deepEqual(
      await bodies(),
      Array.from({ length: 120 }, (_, n) => String(n)),
    );
  });

  it('F12: makes one row of all copies, in any order', async () => {
    /** Each message, and the ways in which it comes. */
    const ways = ['live', 'live with its id', 'carbon', 'archive', 'archive again'] as const;
    const copies = ['a', 'b', 'c'].flatMap((body) => ways.map((way) => ({ body, way })));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(copies, { minLength: copies.length }),
        fc.constantFrom(bob, me),
        async (order, from) => {
          history = new MemoryHistory();
          archive = new FakeArchive(me);
          await start();
          await signIn();
          for (const { body, way } of order) {
            const text = message(from, body);
            if (way.startsWith('archive')) {
              if (!archive.messages.some(({ id }) => id === body)) archive.add(body, text);
              link.goOffline();
              await signIn();
            } else if (from === me || way === 'carbon') {
              await receive(carbon(from === me ? 'sent' : 'received', text));
            } else {
              await receive(way === 'live' ? text : message(from, body, stanzaId(body)));
            }
          }
          assert.deepEqual((await bodies()).sort(), ['a', 'b', 'c']);
        },
      ),
      { numRuns: 60 },
    );
  });
});
