import assert from 'node:assert/strict';
import { type Addition, ANYBODY, type Message } from '../../../src/model/history.ts';
import { key, ME, type TestedHistory } from './tested.ts';

const room = { account: ME, chat: 'cave@rooms.example.net', kind: 'room' } as const;

const said = (id: string, sender: string, more: Partial<Message> = {}): Message => ({
  ...{ id, sender, outgoing: false, body: id, time: 1 },
  ...more,
});

/** What differs in the chats of rooms. */
export function describeRooms(tested: TestedHistory): void {
  const add = (addition: Omit<Addition, 'key'>) => tested.history.add([{ key: room, ...addition }]);
  const ids = () => tested.ids({ limit: 99 }, room);

  it('knows a message of a room by the id of its archive, whoever is named as its sender', async () => {
    const one = { assigned: 'sid 1', namer: 'romeo' };
    await add({ message: said('live', 'visit:1:romeo'), ...one, references: ['m1'] });
    await add({ message: said('archived', 'nick:romeo'), ...one });
    await add({ message: said('another', 'nick:romeo'), assigned: 'sid 2', namer: 'romeo' });
    assert.deepEqual(await ids(), ['live', 'another']);
    assert.equal((await tested.history.findIdentity(room, ANYBODY, 'sid 2'))?.id, 'another');
    const found = await tested.history.findReference(room, 'visit:1:romeo', 'm1');
    assert.equal(found?.id, 'live');
    assert.equal(await tested.history.findReference(room, 'nick:juliet', 'm1'), undefined);
  });

  it('learns the id that the archive assigned from a later copy', async () => {
    const live = said('live', 'visit:1:romeo');
    await add({ message: live, namer: 'romeo', identities: ['origin'], references: ['origin'] });
    const archived = said('archived', 'nick:romeo', { stanzaId: '1' });
    await add({ message: archived, namer: 'romeo', identities: ['origin'], assigned: 'sid 1' });
    assert.deepEqual(await ids(), ['live']);
    assert.equal((await tested.history.find(room, 'live'))?.stanzaId, '1');
    assert.equal((await tested.history.findIdentity(room, ANYBODY, 'sid 1'))?.id, 'live');
    assert.equal((await tested.history.findReference(room, live.sender, 'origin'))?.id, 'live');
  });

  it('takes what may be ours for a copy of ours only if that was sent', async () => {
    await tested.history.save(room, said('mine', ME, { outgoing: true, delivery: 'queued' }));
    await add({ message: said('theirs', 'visit:1:romeo'), references: ['hers'] });
    const claimed = (id: string, claimedId: string) => ({
      message: said(id, 'nick:me'),
      claimedId,
    });
    await add({ ...claimed('1', 'mine'), assigned: 'sid 1' });
    await add({ ...claimed('2', 'theirs'), assigned: 'sid 2' });
    await add({ ...claimed('3', 'unknown'), assigned: 'sid 3' });
    assert.deepEqual(await ids(), ['mine', 'theirs', '2', '3']);
    assert.equal((await tested.history.findIdentity(room, ANYBODY, 'sid 1'))?.id, 'mine');
  });

  it('tells which chats are of rooms, and how often an unread message mentions us', async () => {
    await tested.save('of a contact');
    for (const [n, mention] of [true, false, true].entries()) {
      const message = said(`m${n}`, 'nick:romeo', { time: n + 5, ...(mention && { mention }) });
      await add({ message });
    }
    const last = said('m2', 'nick:romeo', { time: 7, mention: true });
    const state = { chat: room.chat, unread: 3, draft: '', last };
    assert.deepEqual(await tested.stateOf(room.chat), {
      ...state,
      room: { mentions: 2, newest: 7 },
    });
    assert.equal((await tested.stateOf(key.chat))?.room, undefined);
    assert.equal(await tested.history.markRead(room, 'm0'), 2);
    assert.equal(await tested.history.mentions(room), 1);
    await tested.history.save(room, said('q', ME, { outgoing: true, delivery: 'queued' }));
    const [unsent] = await tested.history.unsent(ME);
    assert.deepEqual(unsent?.key, room);
  });

  it('does not count what comes of those who are ignored', async () => {
    await add({ message: said('1', 'jid:eve@x', { ignored: true, body: '"ignored":false' }) });
    await add({ message: said('2', 'jid:bob@x', { body: '"ignored":true' }) });
    await add({ message: said('3', 'jid:bob@x', { subject: '"ignored":true' }) });
    assert.equal((await tested.stateOf(room.chat))?.unread, 2);
    assert.equal(await tested.history.markRead(room, ''), 2);
    assert.equal(await tested.history.markRead(room, '2'), 1);
  });

  it('tells which chats are with occupants, and with whom each was last', async () => {
    const occupant = { ...room, chat: `${room.chat}/Romeo`, kind: 'private' } as const;
    const sender = occupant.chat;
    await tested.history.add([
      { key: occupant, message: said('1', sender, { occupant: 'jid:a@example.net' }) },
      { key: occupant, message: said('2', sender, { occupant: 'occupant:b', time: 4 }) },
      { key: occupant, message: said('3', sender, { time: 3 }) },
    ]);
    await add({ message: said('of the room', 'nick:romeo') });
    assert.deepEqual(await tested.stateOf(occupant.chat), {
      ...{ chat: occupant.chat, unread: 3, draft: '', last: said('3', sender, { time: 3 }) },
      private: { newest: 4, occupant: 'jid:a@example.net' },
    });
    const queued = said('q', ME, { outgoing: true, delivery: 'queued', time: 5 });
    await tested.history.save(occupant, queued);
    for (const id of ['c', 'd']) {
      const own = said(id, ME, { outgoing: true, delivery: 'sent', occupant: `occupant:${id}` });
      await tested.history.save(occupant, own);
    }
    const { private: last } = (await tested.stateOf(occupant.chat)) ?? {};
    assert.equal(last?.occupant, 'occupant:d');
    const [unsent] = await tested.history.unsent(ME);
    assert.deepEqual(unsent?.key, occupant);
    const found = await tested.history.search({ text: '', chats: [occupant], limit: 9 });
    assert.deepEqual([found.found.length, found.found[0]?.key], [6, occupant]);
  });
}
