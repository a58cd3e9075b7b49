import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Jid } from '../../../../src/base/jid.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { ARCHIVED, RoomClient, roomMessage } from '../../../support/roomClient.ts';
import { CAVE } from '../../../support/fakeRooms.ts';
import { SEED } from '../../../support/random.ts';

const SECOND = 1000;
const ME = 'juliet@example.org';

describe('sending to a room', () => {
  let client: RoomClient;

  beforeEach(() => {
    client = new RoomClient();
  });

  afterEach(() => {
    assert.deepEqual(client.reports, []);
  });

  describe('of what we write', () => {
    beforeEach(() => {
      client.fake.announce(...ARCHIVED);
    });

    it('counts it as sent once the room returns it', async () => {
      await client.join('romeo');
      const id = await client.write('hello');
      assert.equal(client.sent.at(-1)?.attrs['to'], CAVE.bare);
      client.link.acknowledge(id);
      await client.settle();
      assert.equal(await client.deliveryOf(id), 'queued');
      await client.returnSent('s1');
      assert.equal(await client.deliveryOf(id), 'sent');
      const rows = await client.rows();
      assert.deepEqual(
        rows.map(({ body, stanzaId }) => [body, stanzaId]),
        [['hello', 's1']],
      );
    });

    it('F12: stands in the order in which the room sent all, in whatever reads that comes', async () => {
      const kinds = fc.array(fc.record({ isOurs: fc.boolean(), isLastOfRead: fc.boolean() }), {
        minLength: 2,
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(kinds, async (all) => {
          client = new RoomClient();
          await client.join('romeo');
          const written: string[] = [];
          for (const { isOurs } of all)
            if (isOurs) written.push(await client.write(`${written.length}`));
          let [ours, read] = [0, [] as string[]];
          const expected: string[] = [];
          for (const [at, { isOurs, isLastOfRead }] of all.entries()) {
            const body = isOurs ? `${ours}` : `other ${at}`;
            const id = (isOurs && written[ours++]) || body;
            read.push(roomMessage(body, { nick: isOurs ? 'juliet' : 'romeo', id }));
            expected.push(body);
            if (!isLastOfRead) continue;
            await client.receive(...read);
            read = [];
          }
          await client.receive(...read);
          assert.deepEqual(await client.texts(), expected);
        }),
        { seed: SEED },
      );
    });

    it('F12: is one row, as what others write is, however copies come', async () => {
      const ways = ['live', 'live again', 'archive', 'archive again'] as const;
      const copies = ['a', 'b', 'ours'].flatMap((body) => ways.map((way) => ({ body, way })));
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(copies, { minLength: copies.length }),
          fc.boolean(),
          async (order, hasStanzaIds) => {
            client = new RoomClient();
            client.fake.announce(...ARCHIVED);
            await client.join('romeo');
            const id = await client.write('ours');
            for (const { body, way } of order) {
              const isOurs = body === 'ours';
              const words = { nick: isOurs ? 'juliet' : 'romeo', id: isOurs ? id : body };
              const text = roomMessage(body, { ...words, stanzaId: `s ${body}` });
              if (!way.startsWith('archive')) {
                await client.receive(hasStanzaIds ? text : roomMessage(body, words));
                continue;
              }
              if (!client.archive.messages.some((one) => one.id === `s ${body}`)) {
                client.archive.add(`s ${body}`, text);
              }
              await client.rejoin();
            }
            assert.deepEqual((await client.texts()).sort(), ['a', 'b', 'ours']);
            assert.equal(await client.deliveryOf(id), 'sent');
          },
        ),
        { seed: SEED, numRuns: 30 },
      );
    });

    it('stands where the room sent it, also where the archive tells earlier that it is sent', async () => {
      await client.join('romeo');
      const id = await client.write('ours');
      const theirs = roomMessage('theirs', { nick: 'romeo', stanzaId: 's1' });
      await client.receive(theirs);
      client.archive.add('s1', theirs);
      client.archive.add('s2', roomMessage('ours', { nick: 'juliet', id, stanzaId: 's2' }));
      await client.advance(3 * SECOND);
      assert.equal(await client.deliveryOf(id), 'sent');
      await client.returnSent('s2');
      assert.deepEqual(await client.texts(), ['theirs', 'ours']);
    });

    it('stays in its place when the room sends its copy once more', async () => {
      await client.join('romeo');
      await client.write('ours');
      await client.returnSent('s1');
      await client.receive(roomMessage('theirs', { nick: 'romeo', stanzaId: 's2' }));
      await client.returnSent('s1');
      assert.deepEqual(await client.texts(), ['ours', 'theirs']);
    });

    it('keeps what is written while joining until we are in', async () => {
      await client.fake.ask();
      await client.write('early');
      assert.deepEqual(client.bodies, []);
      client.fake.enter();
      await client.settle();
      assert.deepEqual(client.bodies, ['early']);
    });

    it('knows it by its text where the room does not keep ids', async () => {
      client.fake.announce();
      await client.join('romeo');
      const ids = [
        await client.write('same'),
        await client.write('same'),
        await client.write('other'),
      ];
      const returned = ['same', 'same', 'other'].map((body, n) =>
        roomMessage(body, { nick: 'juliet', id: `gateway ${n}` }),
      );
      await client.receive(...returned);
      assert.deepEqual(await Promise.all(ids.map((id) => client.deliveryOf(id))), [
        'sent',
        'sent',
        'sent',
      ]);
      assert.deepEqual(await client.texts(), ['same', 'same', 'other']);
      // Another client of ours writes the same.
      await client.receive(roomMessage('same', { nick: 'juliet', id: 'phone' }));
      assert.equal((await client.texts()).length, 4);
    });

    it('does not send again what the room has refused', async () => {
      await client.join('romeo');
      const id = await client.write('no voice');
      client.link.acknowledge(id);
      await client.settle();
      client.outbox.refuseReturn(id);
      await client.rejoin();
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies, ['no voice']);
    });

    it('names whom it mentions, and tells of typing where there are few', async () => {
      await client.join('romeo');
      client.states.set(CAVE, 'composing');
      await client.write('@romeo: come');
      const [typing, message] = client.sent;
      assert.ok(typing?.getChild('composing'));
      const { uri, begin, end } = message?.getChild('reference')?.attrs ?? {};
      assert.deepEqual([uri, begin, end], [`xmpp:${CAVE.bare}/romeo`, '1', '6']);
      for (let n = 0; n < 30; n++) client.fake.receive({ nick: `n${n}` });
      client.states.set(CAVE, 'composing');
      client.states.set(CAVE, 'gone');
      assert.equal(client.sent.length, 2);
    });

    const resume = async () => {
      client.link.goOnline();
      client.outbox.open(client.link);
      client.outbox.resendUnconfirmed();
      client.fake.rooms.begin();
      await client.settle();
      client.fake.enter();
      client.fake.subject();
      await client.settle();
    };

    it('sends again what a lost session had sent, unless the archive has it', async () => {
      await client.join('romeo');
      const ids = [
        await client.write('kept'),
        await client.write('lost'),
        await client.write('unsent'),
      ];
      client.link.acknowledge(...ids);
      client.link.goOffline();
      client.fake.rooms.reset();
      client.archive.add('s1', roomMessage('kept', { nick: 'juliet', id: ids[0] ?? '' }));
      await resume();
      assert.equal(await client.deliveryOf(ids[0] ?? ''), 'sent');
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies.slice(3), ['lost', 'unsent']);
      assert.deepEqual(await client.texts(), ['kept', 'lost', 'unsent']);
    });

    it('F9: is moved behind what others wrote meanwhile, also where its copy is the first to come', async () => {
      await client.join('romeo');
      const id = await client.write('ours');
      const theirs = roomMessage('theirs', { nick: 'romeo', stanzaId: 's1' });
      await client.receive(theirs);
      client.archive.add('s1', theirs);
      client.link.acknowledge(id);
      client.link.goOffline();
      client.fake.rooms.reset();
      await resume();
      await client.advance(10 * SECOND);
      client.archive.add('s2', roomMessage('ours', { nick: 'juliet', id, stanzaId: 's2' }));
      await client.returnSent('s2');
      await client.advance(3 * SECOND);
      assert.deepEqual(await client.texts(), ['theirs', 'ours']);
    });

    it('does so after a new start, too', async () => {
      const history = new MemoryHistory();
      client = new RoomClient(history);
      client.fake.announce(...ARCHIVED);
      await client.join('romeo');
      const ids = [await client.write('kept'), await client.write('lost')];
      const { archive } = client;
      client = new RoomClient(history);
      client.fake.announce(...ARCHIVED);
      for (const state of await client.chats.restore()) assert.equal(state.kind, 'room');
      const unsent = await history.unsent(ME);
      client.outbox.restore(unsent, [], ({ chat }) => client.chats.openRoom(Jid.of(chat)));
      client.archive.messages = archive.messages;
      client.archive.add('s1', roomMessage('kept', { nick: 'juliet', id: ids[0] ?? '' }));
      await client.join('romeo');
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies, ['lost']);
      assert.deepEqual(await client.texts(), ['kept', 'lost']);
    });

    it('joins again and sends once more what a room refuses as if we were outside', async () => {
      await client.join('romeo');
      const id = await client.write('hello');
      client.link.acknowledge(id);
      await client.rejoin();
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies, ['hello', 'hello']);
      assert.deepEqual(
        client.sent.map(({ attrs }) => attrs['id']),
        [id, id],
      );
    });
  });
});
