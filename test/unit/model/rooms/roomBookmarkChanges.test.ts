import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  AUTOJOIN,
  BookmarkedAccount,
  other,
  published,
  room,
  shown,
} from '../../../support/bookmarkedAccount.ts';
import { conference, EJABBERD, NATIVE } from '../../../support/bookmarkServer.ts';
import { settle } from '../../../support/settle.ts';

describe('the user’s changes of bookmarks', () => {
  it('are written when the room was joined and left, and once removed', async () => {
    const me = await new BookmarkedAccount().started();
    await me.bookmarks.left(room);
    await me.bookmarks.remove(room);
    assert.deepEqual([me.server.changes, shown(me)], [[], []]);
    await me.bookmarks.joined(room, { nick: 'JC' });
    assert.deepEqual(shown(me), [['theplay', 'JC', true]]);
    await me.bookmarks.left(room);
    assert.match(me.server.node(NATIVE)[room.full] ?? '', /autojoin="false".*JC/u);
    await me.bookmarks.remove(room);
    assert.deepEqual([me.server.node(NATIVE), shown(me), me.told()], [{}, [], []]);
  });

  it('take effect at once, and are repeated when the connection was lost, also over a restart', async () => {
    const me = await new BookmarkedAccount().started({ [other.full]: conference('', AUTOJOIN) });
    const { server } = me.session.stream;
    me.fail('set');
    const joined = me.bookmarks.joined(room, { nick: 'JC' });
    const left = me.bookmarks.left(other);
    assert.deepEqual(shown(me), [
      ['orchard', '', false],
      ['theplay', 'JC', true],
    ]);
    await settle();
    me.session.stream.goOffline();
    await Promise.all([joined, left]);
    await me.bookmarks.change(room, { nick: 'Puck', name: 'The Play', password: 'cauldron' });
    assert.deepEqual([me.server.changes, me.told()], [[], []]);
    await settle();
    assert.doesNotMatch(me.kept, /cauldron/u);
    me.heal(server);
    me.start();
    await me.begin();
    assert.deepEqual(me.told(), ['session: join theplay as Puck']);
    assert.deepEqual([...me.server.changes].sort(), [
      `publish ${other.full}`,
      `publish ${room.full}`,
    ]);
    assert.match(me.server.node(NATIVE)[room.full] ?? '', /The Play.*Puck/u);
    await me.begin();
    assert.equal(me.server.changes.length, 2);
  });

  it('are written once more after a resumption, which fetches nothing', async () => {
    const me = await new BookmarkedAccount().started();
    const { server } = me.session.stream;
    me.fail('set');
    const joined = me.bookmarks.joined(room, { nick: 'JC' });
    await settle();
    me.session.stream.goOffline();
    await joined;
    me.heal(server);
    me.session.stream.goOnline(true);
    await me.bookmarks.resume(me.session);
    assert.deepEqual(me.server.changes, [`publish ${room.full}`]);
    assert.deepEqual(me.told(), []);
  });

  it('whose answers were lost are not written again if the server has them', async () => {
    const me = await new BookmarkedAccount().started();
    const joined = me.bookmarks.joined(room, { nick: 'JC' });
    me.fail('set');
    await settle();
    me.session.receive(published(room, '<nick>JC</nick>', AUTOJOIN));
    me.session.stream.goOffline();
    await joined;
    assert.deepEqual(me.told(), []);
    me.session.stream.goOnline(true);
    await me.bookmarks.resume(me.session);
    assert.deepEqual([me.server.changes, shown(me)], [[], [['theplay', 'JC', true]]]);
  });

  it('that the server refuses are undone, and say so', async () => {
    const me = await new BookmarkedAccount().started();
    me.fail('set', 'forbidden');
    const ids: string[] = [];
    me.bookmarks.onDidChange((changed) => ids.push(...changed));
    await assert.rejects(me.bookmarks.joined(room, { nick: 'JC' }), { condition: 'forbidden' });
    assert.deepEqual(shown(me), []);
    assert.deepEqual(ids, [room.bare, room.bare]);
    await me.begin();
    assert.deepEqual(me.told(), []);
  });

  it('are written one at a time', async () => {
    const me = await new BookmarkedAccount(EJABBERD).started();
    const rooms = ['a', 'b', 'c'].map((local) => Jid.of(`${local}@conference.example.org`));
    await Promise.all(rooms.map((jid) => me.bookmarks.joined(jid, { nick: 'JC' })));
    await me.begin();
    assert.equal(me.bookmarks.values().length, 3);
  });
});
