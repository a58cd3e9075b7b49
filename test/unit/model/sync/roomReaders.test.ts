import assert from 'node:assert/strict';
import { ARCHIVED, OCCUPANT_IDS, RoomClient, roomMessage } from '../../../support/roomClient.ts';
import { CAVE } from '../../../support/fakeRooms.ts';

const MARKERS = 'urn:xmpp:chat-markers:0';

describe('who has read what in a room', () => {
  let client: RoomClient;

  beforeEach(() => {
    client = new RoomClient();
    client.fake.announce(...ARCHIVED, OCCUPANT_IDS);
  });

  const displayed = (nick: string, id: string) =>
    roomMessage('', { nick, id: `m-${id}`, more: `<displayed xmlns="${MARKERS}" id="${id}" />` });
  const say = (n: number, nick = 'romeo') => roomMessage(`text ${n}`, { nick, stanzaId: `s${n}` });
  const readers = async () => {
    const rows = await client.rows();
    return client.chat.readers.all.map(({ nick, message }) => [
      nick,
      rows.find(({ id }) => id === message)?.body,
    ]);
  };
  /** The markers that we sent. */
  const sent = () =>
    client.sent.flatMap((stanza) => stanza.getChild('displayed', MARKERS)?.attrs['id'] ?? []);

  it('is known by the markers of others, which only move forward', async () => {
    await client.join('romeo', 'nurse');
    await client.receive(say(1), say(2), displayed('nurse', 's2'), displayed('romeo', 's1'));
    assert.deepEqual(await readers(), [
      ['nurse', 'text 2'],
      ['romeo', 'text 1'],
    ]);
    await client.advance(1000);
    await client.receive(say(3), displayed('romeo', 's3'), displayed('romeo', 's1'));
    assert.deepEqual(await readers(), [
      ['nurse', 'text 2'],
      ['romeo', 'text 3'],
    ]);
    assert.deepEqual(await client.texts(), ['text 1', 'text 2', 'text 3']);
  });

  it('takes no id that the sender chose, nor markers of whom the user ignores', async () => {
    await client.join('romeo', 'nurse');
    client.ignored.add(CAVE.bare, { sender: client.fake.room.senders.of('nurse'), nick: 'nurse' });
    await client.receive(say(1), displayed('romeo', 'text 1'), displayed('nurse', 's1'));
    assert.deepEqual(await readers(), []);
  });

  it('is the same for another client of ours, which has read for us', async () => {
    await client.join('romeo');
    await client.receive(say(1), say(2), say(3));
    assert.equal(client.chat.unread, 3);
    await client.receive(displayed('juliet', 's2'));
    assert.equal(client.chat.unread, 1);
    assert.deepEqual(await readers(), []);
  });

  it('is told by us once, for the newest that was seen, by the id that the room assigned', async () => {
    await client.join('romeo');
    await client.receive(say(1), say(2), roomMessage('unnamed', { nick: 'romeo' }));
    assert.deepEqual(sent(), []);
    client.markers.see(CAVE);
    client.markers.see(CAVE);
    assert.deepEqual(sent(), ['s2']);
    const [marker] = client.sent.slice(-1);
    assert.deepEqual([marker?.attrs['type'], marker?.attrs['to']], ['groupchat', CAVE.bare]);
  });

  it('is not told if the user does not want it', async () => {
    await client.join('romeo');
    client.sendsMarkers = false;
    await client.receive(say(1));
    client.markers.see(CAVE);
    assert.deepEqual(sent(), []);
  });

  it('is neither told nor listened to among many', async () => {
    await client.join('romeo', ...Array.from({ length: 30 }, (_, n) => `n${n}`));
    await client.receive(say(1), displayed('romeo', 's1'));
    client.markers.see(CAVE);
    assert.deepEqual([sent(), await readers()], [[], []]);
  });

  it('is kept of the last thirty readers', async () => {
    await client.join('romeo');
    await client.receive(say(1));
    const [message] = await client.rows();
    assert.ok(message);
    for (let n = 0; n < 40; n++) client.chat.readers.advance(`occupant:${n}`, `n${n}`, message);
    const nicks = client.chat.readers.all.map(({ nick }) => nick);
    assert.deepEqual([nicks.length, nicks[0], nicks.at(-1)], [30, 'n10', 'n39']);
  });
});

describe('messages of an ignored occupant', () => {
  it('are stored, but are neither unread, mentions nor news, and their typing is not shown', async () => {
    const client = new RoomClient();
    client.fake.announce(...ARCHIVED);
    await client.join('romeo', 'eve');
    client.ignored.add(CAVE.bare, { sender: client.fake.room.senders.of('eve'), nick: 'eve' });
    const state = '<composing xmlns="http://jabber.org/protocol/chatstates" />';
    await client.receive(
      say('hello', 'romeo', 's1'),
      say('juliet!', 'eve', 's2'),
      roomMessage('', { nick: 'eve', id: 'typing', more: state }),
    );
    assert.deepEqual(await client.texts(), ['hello', 'juliet!']);
    const { lastReceived, mentions, typing, unread } = client.chat;
    assert.deepEqual([unread, mentions, typing.names, lastReceived?.body], [1, 0, [], 'hello']);
    await client.chat.countUnread();
    assert.equal(client.chat.unread, 1);
  });

  function say(body: string, nick: string, stanzaId: string): string {
    return roomMessage(body, { nick, stanzaId });
  }
});
