import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Jid } from '../../../../src/base/jid.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { ARCHIVED, OCCUPANT_IDS, RoomClient, roomMessage } from '../../../support/roomClient.ts';
import { CAVE, error } from '../../../support/fakeRooms.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { SEED } from '../../../support/random.ts';

const SECOND = 1000;
const ME = 'juliet@example.org';

describe('synchronizing a room', () => {
  let client: RoomClient;

  beforeEach(() => {
    client = new RoomClient();
  });

  afterEach(() => {
    assert.deepEqual(client.reports, []);
  });

  const write = (body: string) => client.outbox.send(CAVE, { body });
  const deliveryOf = async (id: string) => (await client.chat.find(id))?.delivery;

  describe('of what comes', () => {
    it('stores each message once, from its history, live and from its archive', async () => {
      client.fake.announce(...ARCHIVED, OCCUPANT_IDS);
      const one = roomMessage('one', { nick: 'romeo', stanzaId: 's1', occupantId: 'o1' });
      client.archive.add('s1', one);
      await client.join('romeo');
      await client.receive(
        one,
        roomMessage('two', { nick: 'romeo', stanzaId: 's2', occupantId: 'o1' }),
      );
      await client.receive(roomMessage('two', { nick: 'romeo', stanzaId: 's2', occupantId: 'o1' }));
      assert.deepEqual(await client.texts(), ['one', 'two']);
      const [first] = await client.rows();
      assert.deepEqual(
        [first?.sender, first?.nick, first?.outgoing, first?.stanzaId],
        ['occupant:o1', 'romeo', false, 's1'],
      );
    });

    it('31: stores two messages of others with the same id', async () => {
      client.fake.announce();
      await client.join('romeo', 'nurse');
      await client.receive(
        roomMessage('a', { nick: 'romeo', id: '1' }),
        roomMessage('b', { nick: 'nurse', id: '1' }),
        roomMessage('c', { nick: 'romeo', id: '1' }),
      );
      assert.deepEqual(await client.texts(), ['a', 'b', 'c']);
    });

    it('asks for the room where a message waits for it, and not inside', async () => {
      await client.join();
      await client.outbox.send(CAVE, { body: 'inside' });
      await client.returnSent();
      assert.equal(client.joins, 0);
      client.fake.room.leave();
      await client.settle();
      const id = await client.outbox.send(CAVE, { body: 'outside' });
      assert.equal(client.joins, 1);
      assert.deepEqual(client.bodies, ['inside']);
      await client.join();
      assert.deepEqual(client.bodies, ['inside', 'outside']);
      await client.returnSent();
      assert.equal(await deliveryOf(id), 'sent');
    });

    it('ignores what comes from rooms that we are not in', async () => {
      await client.receive(roomMessage('hello', { nick: 'romeo' }));
      assert.deepEqual(await client.texts(), []);
    });

    it('takes the history of a first visit for read, and what comes then for unread', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('juliet: before', { nick: 'romeo' }));
      await client.join('romeo');
      assert.deepEqual([client.chat.unread, client.chat.mentions], [0, 0]);
      await client.receive(roomMessage('now', { nick: 'romeo', stanzaId: 's2' }));
      assert.deepEqual([client.chat.unread, client.chat.mentions], [1, 0]);
      await client.receive(roomMessage('Juliet?', { nick: 'romeo', stanzaId: 's3' }));
      assert.deepEqual([client.chat.unread, client.chat.mentions], [2, 1]);
      await client.chat.markRead();
      assert.deepEqual([client.chat.unread, client.chat.mentions], [0, 0]);
    });

    it('leaves what comes while the history of a first visit is read unread', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('before', { nick: 'romeo' }));
      await client.fake.ask();
      client.fake.enter();
      client.link.session.receive(roomMessage('now', { nick: 'romeo', stanzaId: 's2' }));
      client.fake.subject();
      await client.settle();
      assert.deepEqual(await client.texts(), ['before', 'now']);
      assert.deepEqual([client.chat.unread, client.chat.lastReceived?.body], [1, 'now']);
    });

    it('announces no history, but what comes then, and once what was missed', async () => {
      client.fake.announce();
      await client.fake.ask();
      client.fake.receive({ nick: 'romeo' });
      client.fake.enter();
      const delay = `<delay xmlns="urn:xmpp:delay" stamp="2024-12-31T00:00:00Z" from="${CAVE.bare}" />`;
      await client.receive(roomMessage('old', { nick: 'romeo', more: delay }));
      client.fake.subject();
      await client.settle();
      assert.deepEqual([client.chat.unread, client.chat.lastReceived], [0, undefined]);
      await client.receive(roomMessage('new', { nick: 'romeo' }));
      assert.equal(client.chat.lastReceived?.body, 'new');
    });

    it('announces what comes also where the archive cannot be read', async () => {
      client.fake.announce(...ARCHIVED);
      const { stream } = client.link.session;
      const { server } = stream;
      stream.server = (stanza) =>
        stanza.getChild('query', 'urn:xmpp:mam:2')
          ? parseXml(
              `<iq xmlns="jabber:client" type="error" id="${stanza.attrs['id'] ?? ''}" from="${CAVE.bare}">${error('forbidden')}</iq>`,
            )
          : server(stanza);
      await client.join('romeo');
      assert.deepEqual(client.reports.splice(0), ['reading the archive of a room']);
      await client.receive(roomMessage('now', { nick: 'romeo', stanzaId: 's1' }));
      assert.equal(client.chat.lastReceived?.body, 'now');
    });

    it('goes on in a room that was forgotten and is joined again', async () => {
      client.fake.announce();
      await client.join('romeo');
      client.fake.rooms.forget(CAVE);
      await client.settle();
      await client.join('romeo');
      await client.receive(roomMessage('again', { nick: 'romeo' }));
      await client.outbox.send(CAVE, { body: 'here' });
      assert.deepEqual([client.bodies, await client.texts()], [['here'], ['again', 'here']]);
    });

    it('counts what was missed, by what we were called', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('one', { nick: 'romeo' }));
      await client.join('romeo');
      client.words = ['balcony'];
      client.link.goOffline();
      client.fake.rooms.reset();
      client.archive.add('s2', roomMessage('two', { nick: 'romeo' }));
      client.archive.add('s3', roomMessage('the balcony', { nick: 'romeo' }));
      client.link.goOnline();
      client.fake.rooms.begin();
      await client.settle();
      client.fake.enter();
      client.fake.subject();
      await client.settle();
      assert.deepEqual(await client.texts(), ['one', 'two', 'the balcony']);
      assert.deepEqual([client.chat.unread, client.chat.mentions], [2, 1]);
    });

    it('30: puts what is archived meanwhile before what came live', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('one', { nick: 'romeo' }));
      await client.fake.ask();
      client.fake.enter();
      client.link.session.receive(roomMessage('three', { nick: 'romeo', stanzaId: 's3' }));
      client.archive.add('s2', roomMessage('two', { nick: 'romeo' }));
      client.archive.add('s3', roomMessage('three', { nick: 'romeo' }));
      await client.settle();
      assert.deepEqual(await client.texts(), ['one', 'two', 'three']);
    });

    it('41: knows what another client of ours writes', async () => {
      client.fake.announce();
      await client.join('romeo');
      await client.receive(roomMessage('question', { nick: 'romeo' }));
      assert.equal(client.chat.unread, 1);
      await client.receive(roomMessage('answer', { nick: 'juliet' }));
      const last = (await client.rows()).at(-1);
      assert.deepEqual([last?.sender, last?.outgoing, client.chat.unread], [ME, true, 0]);
    });

    it('shows who is typing, others only, until they write or leave', async () => {
      const typing = (nick: string, state = 'composing') =>
        roomMessage('', {
          nick,
          more: `<${state} xmlns="http://jabber.org/protocol/chatstates" />`,
        });
      await client.join('romeo', 'nurse');
      await client.receive(typing('romeo'), typing('nurse'), typing('juliet'));
      assert.deepEqual(client.chat.typing.names, ['romeo', 'nurse']);
      await client.receive(roomMessage('hello', { nick: 'romeo' }));
      assert.deepEqual(client.chat.typing.names, ['nurse']);
      client.fake.leave({ nick: 'nurse' });
      assert.equal(client.chat.composing, false);
    });
  });

  describe('of what changes', () => {
    const replace = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}" />`;
    const retraction = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}" />`;
    const reactions = (id: string, emoji: string) =>
      `<reactions xmlns="urn:xmpp:reactions:0" id="${id}"><reaction>${emoji}</reaction></reactions>`;

    beforeEach(async () => {
      client.fake.announce(...ARCHIVED, OCCUPANT_IDS);
      await client.join('romeo', 'nurse');
      await client.receive(
        roomMessage('teh', { nick: 'romeo', id: 'm1', stanzaId: 's1', occupantId: 'o1' }),
      );
    });

    const by = (nick: string, occupantId: string, more: string, body = '') =>
      client.receive(roomMessage(body, { nick, id: `${nick} ${body || 'x'}`, occupantId, more }));

    it('32: corrects by the id as first sent, and only for its author', async () => {
      await by('romeo', 'o1', replace('m1'), 'the');
      assert.deepEqual(await client.texts(), ['the']);
      await by('romeo', 'o1', replace('m1'), 'the end');
      await by('nurse', 'o2', replace('m1'), 'not his');
      assert.equal((await client.rows())[0]?.body, 'the end');
    });

    it('A9: corrects and takes back nothing for whoever has the nick next', async () => {
      client.fake.leave({ nick: 'romeo' });
      client.fake.receive({ nick: 'romeo' });
      await by('romeo', 'o3', replace('m1'), 'evil');
      await by('romeo', 'o3', retraction('s1'));
      const [row, ...others] = await client.rows();
      assert.deepEqual([row?.body, row?.edited, row?.retracted], ['teh', undefined, undefined]);
      assert.deepEqual(
        others.map(({ body }) => body),
        ['evil'],
      );
      await by('romeo', 'o1', replace('m1'), 'the');
      assert.equal((await client.rows())[0]?.body, 'the');
    });

    it('A10: ends with corrections that replace themselves or each other', async () => {
      const said = (id: string, replaced: string) =>
        roomMessage(id, { nick: 'romeo', id, occupantId: 'o1', more: replace(replaced) });
      await client.receive(said('c1', 'c1'), said('c2', 'c3'), said('c3', 'c2'));
      assert.deepEqual((await client.texts())[0], 'teh');
      await client.receive(roomMessage('still here', { nick: 'nurse', occupantId: 'o2' }));
      assert.equal((await client.texts()).at(-1), 'still here');
    });

    it('A13: an id of others, chosen again, hides nothing of another occupant', async () => {
      const origin = '<origin-id xmlns="urn:xmpp:sid:0" id="m1" />';
      const words = { nick: 'nurse', id: 'm1', occupantId: 'o2', more: origin };
      await client.receive(roomMessage('teh', words));
      // Nobody else could have known this one.
      const id = await write('ours');
      await client.receive(roomMessage('not ours', { nick: 'nurse', id, occupantId: 'o2' }));
      await client.returnSent('s2');
      assert.deepEqual(await client.texts(), ['teh', 'teh', 'not ours', 'ours']);
      assert.equal(await deliveryOf(id), 'sent');
    });

    it('retracts by the id of the room, and only for its author', async () => {
      await by('nurse', 'o2', retraction('s1'));
      assert.deepEqual(await client.texts(), ['teh']);
      await by('romeo', 'o1', retraction('s1'));
      assert.notEqual((await client.rows())[0]?.retracted, undefined);
    });

    it('34: shows the reactions of each, by the id of the room, with their nick', async () => {
      await by('nurse', 'o2', reactions('s1', '👍'));
      await by('romeo', 'o1', reactions('s1', '🎉'));
      await by('nurse', 'o2', reactions('s1', '❤️'));
      const [row] = await client.rows();
      assert.deepEqual(
        row?.reactions?.map(({ nick, emojis }) => [nick, ...emojis]),
        [
          ['romeo', '🎉'],
          ['nurse', '❤️'],
        ],
      );
    });

    it('keeps reactions that come before their message', async () => {
      await by('nurse', 'o2', reactions('s9', '👍'));
      await client.receive(
        roomMessage('late', { nick: 'romeo', id: 's9', stanzaId: 's8', occupantId: 'o1' }),
        roomMessage('later', { nick: 'romeo', stanzaId: 's9', occupantId: 'o1' }),
      );
      const rows = await client.rows();
      assert.deepEqual(
        rows.map(({ body, reactions: all }) => [body, all?.length ?? 0]),
        [
          ['teh', 0],
          ['late', 0],
          ['later', 1],
        ],
      );
    });

    it('shows whom a reply answers; it is to us if that is ours', async () => {
      const id = await write('mine');
      await client.returnSent('s2');
      const reply = '<reply xmlns="urn:xmpp:reply:0" id="s2" />';
      await by('romeo', 'o1', reply, 'yes');
      const last = (await client.rows()).at(-1);
      assert.deepEqual([last?.reply?.message, last?.mention], [id, true]);
      await by('nurse', 'o2', '<reply xmlns="urn:xmpp:reply:0" id="s1" />', 'no');
      const other = (await client.rows()).at(-1);
      assert.deepEqual([other?.reply?.nick, other?.mention], ['romeo', undefined]);
    });

    it('36: takes back what a moderator removes, by the room alone (A12)', async () => {
      const moderation = `<retract id="s1" xmlns="urn:xmpp:message-retract:1">
        <moderated by="${CAVE.bare}/nurse" xmlns="urn:xmpp:message-moderate:1" />
        <reason>spam</reason></retract>`;
      await by('nurse', 'o2', moderation);
      assert.deepEqual(await client.texts(), ['teh']);
      await client.receive(
        `<message xmlns="jabber:client" type="groupchat" from="${CAVE.bare}" id="x">${moderation}</message>`,
      );
      const [row] = await client.rows();
      assert.deepEqual([row?.body, row?.moderated], ['', { by: 'nurse', reason: 'spam' }]);
    });

    it('sends ours by the ids that the room knows', async () => {
      await client.changes.react(client.chat, (await client.rows())[0]?.id ?? '', '👍', true);
      const [reacted] = client.sent.slice(-1);
      assert.equal(reacted?.getChild('reactions')?.attrs['id'], 's1');
      const reply = await client.changes.answer(client.chat, (await client.rows())[0]?.id ?? '');
      await client.outbox.send(CAVE, { body: 'ok', reply });
      const answer = client.sent.at(-1)?.getChild('reply')?.attrs;
      assert.deepEqual([answer?.['id'], answer?.['to']], ['s1', `${CAVE.bare}/romeo`]);
    });
  });

  describe('without occupant-ids', () => {
    const replace = '<replace xmlns="urn:xmpp:message-correct:0" id="m1" />';

    it('lets a nick correct what it wrote until it leaves, who has it next does not (A9)', async () => {
      client.fake.announce();
      await client.join('romeo');
      await client.receive(roomMessage('teh', { nick: 'romeo', id: 'm1' }));
      await client.receive(roomMessage('the', { nick: 'romeo', id: 'm2', more: replace }));
      assert.deepEqual(await client.texts(), ['the']);
      client.fake.leave({ nick: 'romeo' });
      client.fake.receive({ nick: 'romeo' });
      await client.receive(roomMessage('evil', { nick: 'romeo', id: 'm3', more: replace }));
      assert.deepEqual(await client.texts(), ['the', 'evil']);
    });

    it('35: does not apply a correction of the archive by nick alone', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('teh', { nick: 'romeo', id: 'm1' }));
      client.archive.add('s2', roomMessage('the', { nick: 'romeo', id: 'm2', more: replace }));
      await client.join();
      assert.deepEqual(await client.texts(), ['teh', 'the']);
    });
  });

  describe('of what we write', () => {
    beforeEach(() => {
      client.fake.announce(...ARCHIVED);
    });

    it('counts it as sent once the room returns it', async () => {
      await client.join('romeo');
      const id = await write('hello');
      assert.equal(client.sent.at(-1)?.attrs['to'], CAVE.bare);
      client.link.acknowledge(id);
      await client.settle();
      assert.equal(await deliveryOf(id), 'queued');
      await client.returnSent('s1');
      assert.equal(await deliveryOf(id), 'sent');
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
          for (const { isOurs } of all) if (isOurs) written.push(await write(`${written.length}`));
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
            const id = await write('ours');
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
              client.fake.room.rejoin();
              await client.settle();
              client.fake.enter();
              client.fake.subject();
              await client.settle();
            }
            assert.deepEqual((await client.texts()).sort(), ['a', 'b', 'ours']);
            assert.equal(await deliveryOf(id), 'sent');
          },
        ),
        { seed: SEED, numRuns: 30 },
      );
    });

    it('stands where the room sent it, also where the archive tells earlier that it is sent', async () => {
      await client.join('romeo');
      const id = await write('ours');
      const theirs = roomMessage('theirs', { nick: 'romeo', stanzaId: 's1' });
      await client.receive(theirs);
      client.archive.add('s1', theirs);
      client.archive.add('s2', roomMessage('ours', { nick: 'juliet', id, stanzaId: 's2' }));
      await client.advance(3 * SECOND);
      assert.equal(await deliveryOf(id), 'sent');
      await client.returnSent('s2');
      assert.deepEqual(await client.texts(), ['theirs', 'ours']);
    });

    it('stays in its place when the room sends its copy once more', async () => {
      await client.join('romeo');
      await write('ours');
      await client.returnSent('s1');
      await client.receive(roomMessage('theirs', { nick: 'romeo', stanzaId: 's2' }));
      await client.returnSent('s1');
      assert.deepEqual(await client.texts(), ['ours', 'theirs']);
    });

    it('10: keeps what is written while joining until we are in', async () => {
      await client.fake.ask();
      await write('early');
      assert.deepEqual(client.bodies, []);
      client.fake.enter();
      await client.settle();
      assert.deepEqual(client.bodies, ['early']);
    });

    it('knows it by its text where the room does not keep ids', async () => {
      client.fake.announce();
      await client.join('romeo');
      const ids = [await write('same'), await write('same'), await write('other')];
      const returned = ['same', 'same', 'other'].map((body, n) =>
        roomMessage(body, { nick: 'juliet', id: `gateway ${n}` }),
      );
      await client.receive(...returned);
      assert.deepEqual(await Promise.all(ids.map(deliveryOf)), ['sent', 'sent', 'sent']);
      assert.deepEqual(await client.texts(), ['same', 'same', 'other']);
      // Another client of ours writes the same.
      await client.receive(roomMessage('same', { nick: 'juliet', id: 'phone' }));
      assert.equal((await client.texts()).length, 4);
    });

    it('does not send again what the room has refused', async () => {
      await client.join('romeo');
      const id = await write('no voice');
      client.link.acknowledge(id);
      await client.settle();
      client.outbox.refuseReturn(id);
      client.fake.room.rejoin();
      await client.settle();
      client.fake.enter();
      client.fake.subject();
      await client.settle();
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies, ['no voice']);
    });

    it('names whom it mentions, and tells of typing where there are few', async () => {
      await client.join('romeo');
      client.states.set(CAVE, 'composing');
      await write('@romeo: come');
      const [typing, message] = client.sent;
      assert.ok(typing?.getChild('composing'));
      const { uri, begin, end } = message?.getChild('reference')?.attrs ?? {};
      assert.deepEqual([uri, begin, end], [`xmpp:${CAVE.bare}/romeo`, '1', '6']);
      for (let n = 0; n < 30; n++) client.fake.receive({ nick: `n${n}` });
      client.states.set(CAVE, 'composing');
      client.states.set(CAVE, 'gone');
      assert.equal(client.sent.length, 2);
    });

    const rejoin = async () => {
      client.link.goOnline();
      client.outbox.open(client.link);
      client.outbox.settle();
      client.fake.rooms.begin();
      await client.settle();
      client.fake.enter();
      client.fake.subject();
      await client.settle();
    };

    it('sends again what a lost session had sent, unless the archive has it', async () => {
      await client.join('romeo');
      const ids = [await write('kept'), await write('lost'), await write('unsent')];
      client.link.acknowledge(...ids);
      client.link.goOffline();
      client.fake.rooms.reset();
      client.archive.add('s1', roomMessage('kept', { nick: 'juliet', id: ids[0] ?? '' }));
      await rejoin();
      assert.equal(await deliveryOf(ids[0] ?? ''), 'sent');
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies.slice(3), ['lost', 'unsent']);
      assert.deepEqual(await client.texts(), ['kept', 'lost', 'unsent']);
    });

    it('F9: is moved behind what others wrote meanwhile, also where its copy is the first to come', async () => {
      await client.join('romeo');
      const id = await write('ours');
      const theirs = roomMessage('theirs', { nick: 'romeo', stanzaId: 's1' });
      await client.receive(theirs);
      client.archive.add('s1', theirs);
      client.link.acknowledge(id);
      client.link.goOffline();
      client.fake.rooms.reset();
      await rejoin();
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
      const ids = [await write('kept'), await write('lost')];
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

    it('9: joins again and sends once more what a room refuses as if we were outside', async () => {
      await client.join('romeo');
      const id = await write('hello');
      client.link.acknowledge(id);
      client.fake.room.rejoin();
      await client.settle();
      client.fake.enter();
      client.fake.subject();
      await client.settle();
      await client.advance(3 * SECOND);
      assert.deepEqual(client.bodies, ['hello', 'hello']);
      assert.deepEqual(
        client.sent.map(({ attrs }) => attrs['id']),
        [id, id],
      );
    });
  });
});
