import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { ARCHIVED, OCCUPANT_IDS, RoomClient, roomMessage } from '../../../support/roomClient.ts';
import { CAVE, error } from '../../../support/fakeRooms.ts';
import { parseXml } from '../../../support/parseXml.ts';

const ME = 'juliet@example.org';

describe('synchronizing a room', () => {
  let client: RoomClient;

  beforeEach(() => {
    client = new RoomClient();
  });

  afterEach(() => {
    assert.deepEqual(client.reports, []);
  });

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

    it('stores two messages of others with the same id', async () => {
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
      assert.equal(await client.deliveryOf(id), 'sent');
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

    it('announces what comes where the archive does not answer', async () => {
      client.fake.announce(...ARCHIVED);
      await client.join('romeo');
      await client.receive(roomMessage('then', { nick: 'romeo', stanzaId: 's1' }));
      client.archive.patience = 0;
      await client.rejoin();
      await client.receive(roomMessage('now', { nick: 'romeo', stanzaId: 's2' }));
      assert.equal(client.chat.lastReceived?.body, 'then');
      await client.advance(5000);
      assert.equal(client.chat.lastReceived.body, 'now');
    });

    it('reads the archives of others while some do not answer', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.patience = 0;
      for (const local of ['a', 'b', 'c', 'd']) {
        const room = Jid.of(`${local}@rooms.example.net`);
        await client.fake.ask({}, room);
        client.fake.enter({ room });
        await client.settle();
      }
      assert.equal(client.archive.queries.length, 3);
      await client.advance(5000);
      assert.equal(client.archive.queries.length, 4);
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

    it('puts what is archived meanwhile before what came live', async () => {
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

    it('knows what another client of ours writes', async () => {
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
});
