import assert from 'node:assert/strict';
import { Failure } from '../../../../src/base/userError.ts';
import { me } from '../../../support/archivedAccount.ts';
import { eachArchiveClient } from '../../../support/archiveClient.ts';
import { CAVE, error, USER } from '../../../support/fakeRooms.ts';
import { occupantId, OccupiedRoom, romeo } from '../../../support/occupiedRoom.ts';
import { settle } from '../../../support/settle.ts';

const OCCUPANT_IDS = 'urn:xmpp:occupant-id:0';

describe('a chat with an occupant', () => {
  const client = eachArchiveClient();
  let room: OccupiedRoom;

  const state = () => {
    const { obstacle, newNick } = client.account.privateChats.stateOf(room.chat);
    return [obstacle, newNick];
  };
  const send = async (body: string) => {
    client.account.privateChats.admit(room.chat);
    const id = await client.account.outbox.send(romeo, { body });
    await settle();
    return id;
  };
  const delivery = async (id: string) => {
    const message = await room.chat.find(id);
    return [message?.delivery, message?.error?.code];
  };
  const begin = async (...features: readonly string[]) => {
    room = new OccupiedRoom(client);
    room.features = features;
    await client.signIn();
    await room.join();
  };

  it('is written to by their address in the room, marked as private', async () => {
    await begin();
    await room.enter('romeo');
    const id = await send('psst');
    const sent = client.link.session.sent.findLast((stanza) => stanza.getChild('body'));
    assert.ok(sent);
    assert.deepEqual(
      [sent.attrs['to'], sent.attrs['type'], sent.attrs['id']],
      [romeo.full, 'chat', id],
    );
    assert.ok(sent.getChild('x', USER));
    assert.ok(!sent.toString().includes(me));
    client.link.acknowledge(id);
    await settle();
    assert.deepEqual(await delivery(id), ['sent', undefined]);
    await client.receive(`<message type="chat" from="${romeo.full}" to="${me}">
      <received xmlns="urn:xmpp:receipts" id="${id}" /></message>`);
    assert.deepEqual(await delivery(id), ['delivered', undefined]);
  });

  it('names no address of ours in a reply to what we wrote', async () => {
    await begin();
    await room.enter('romeo');
    const { changes, outbox } = client.account;
    const reply = await changes.answer(room.chat, await send('one'));
    await outbox.send(romeo, { body: 'two', reply });
    await settle();
    const sent = client.link.session.sent.at(-1);
    const part = sent?.getChild('reply', 'urn:xmpp:reply:0');
    assert.ok(part);
    assert.equal(part.attrs['to'], undefined);
  });

  it('fails with a sentence where they are gone', async () => {
    await begin();
    await room.enter('romeo');
    const id = await send('psst');
    client.link.acknowledge(id);
    await client.receive(
      `<message type="error" from="${romeo.full}" to="${me}" id="${id}">${error('item-not-found')}</message>`,
    );
    assert.deepEqual(await delivery(id), ['failed', 'occupant-gone']);
  });

  it('fails with a sentence also where the room refuses it in its own name', async () => {
    await begin();
    await room.enter('romeo');
    const ids = [await send('one'), await send('two')];
    client.link.acknowledge(...ids);
    const [gone = '', outside = ''] = ids;
    const refuse = (id: string, condition: string) =>
      client.receive(
        `<message type="error" from="${CAVE.bare}" to="${me}" id="${id}">${error(condition)}</message>`,
      );
    await refuse(gone, 'item-not-found');
    assert.deepEqual(await delivery(gone), ['failed', 'occupant-gone']);
    await refuse(outside, 'not-acceptable');
    assert.deepEqual(await delivery(outside), ['failed', 'occupant-outside']);
    // It counts us as outside.
    assert.notEqual(client.account.rooms.memberships.find(CAVE.bare)?.state.phase, 'joined');
  });

  it('is not written to once nobody has the nick', async () => {
    await begin();
    await room.enter('romeo');
    await send('one');
    await room.exit('romeo');
    assert.deepEqual(state(), ['gone', undefined]);
    await assert.rejects(
      send('two'),
      (why) => why instanceof Failure && why.code === 'occupant-gone',
    );
  });

  it('asks before it is written to somebody else with the nick', async () => {
    await begin();
    await room.enter('romeo');
    await room.hear('one');
    await room.exit('romeo');
    await room.enter('romeo');
    assert.deepEqual(state(), ['other', undefined]);
    await assert.rejects(
      send('two'),
      (why) => why instanceof Failure && why.code === 'occupant-other',
    );
    client.account.privateChats.accept(room.chat);
    assert.deepEqual(state(), [undefined, undefined]);
    await send('three');
  });

  it('asks also where somebody else with the nick writes first, and after the next start', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await send('one');
    await room.exit('romeo');
    await room.enter('romeo', '', occupantId('b'));
    await room.hear('it is me');
    assert.deepEqual(state(), ['other', undefined]);
    client.link.goOffline();
    await client.start();
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('b'));
    assert.deepEqual(state(), ['other', undefined]);
    client.account.privateChats.accept(room.chat);
    await send('who?');
    client.link.goOffline();
    await client.start();
    assert.equal(room.chat.occupant, 'occupant:b');
  });

  it('goes on after they come back, where the room tells that it is them', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await room.hear('one');
    await room.exit('romeo');
    await room.enter('romeo', '', occupantId('a'));
    assert.deepEqual(state(), [undefined, undefined]);
    await room.exit('romeo');
    await room.enter('romeo', '', occupantId('b'));
    assert.deepEqual(state(), ['other', undefined]);
  });

  it('knows them again at the next start, by what is stored', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await room.hear('one');
    client.link.goOffline();
    await client.start();
    await begin(OCCUPANT_IDS);
    assert.equal(room.chat.occupant, 'occupant:a');
    await room.enter('romeo', '', occupantId('b'));
    assert.deepEqual(state(), ['other', undefined]);
  });

  it('tells under which nick they are, where that is known', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await room.hear('one');
    await room.rename('romeo', 'montague');
    await room.enter('montague', '', occupantId('a'));
    assert.deepEqual(state(), ['gone', 'montague']);
    await room.enter('romeo', '', occupantId('b'));
    assert.deepEqual(state(), ['other', 'montague']);
  });

  it('keeps what is queued from somebody else who has the nick meanwhile', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await send('one');
    client.link.acknowledge();
    client.link.goOffline();
    const id = await send('two');
    const before = client.link.bodies.length;
    await client.signIn();
    await room.join(() => room.enter('romeo', '', occupantId('b')));
    await settle();
    assert.deepEqual(await delivery(id), ['failed', 'occupant-other']);
    assert.equal(client.link.bodies.length, before);
  });

  it('waits for the room, and is sent once we are inside again', async () => {
    await begin(OCCUPANT_IDS);
    await room.enter('romeo', '', occupantId('a'));
    await send('one');
    client.link.acknowledge();
    client.link.goOffline();
    const id = await send('two');
    await client.signIn();
    assert.deepEqual(await delivery(id), ['queued', undefined]);
    await room.join(() => room.enter('romeo', '', occupantId('a')));
    await settle();
    assert.equal(client.link.bodies.at(-1), 'two');
  });

  it('A44: is told of typing only while they are there', async () => {
    await begin();
    await room.enter('romeo');
    await room.hear('one');
    const { chatStates } = client.account;
    const told = () => client.link.session.sent.filter((stanza) => stanza.getChild('composing'));
    chatStates.set(romeo, 'composing');
    assert.equal(told().length, 1);
    assert.equal(told()[0]?.attrs['to'], romeo.full);
    assert.ok(told()[0]?.getChild('x', USER));
    await room.exit('romeo');
    await room.enter('romeo');
    chatStates.set(romeo, 'composing');
    assert.equal(told().length, 1);
  });

  it('is not begun with a nick that no occupant can have', async () => {
    await begin();
    const { privateChats } = client.account;
    assert.throws(() => privateChats.open(CAVE, ' '), Failure);
  });
});
