import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  AUTOJOIN,
  BookmarkedAccount,
  other,
  published,
  retracted,
  room,
  shown,
} from '../../../support/bookmarkedAccount.ts';
import {
  bookmarkEvent,
  conference,
  EJABBERD,
  list,
  LIST,
  listed,
  NATIVE,
  OPTIONS,
  PROSODY,
} from '../../../support/bookmarkServer.ts';
import { settle } from '../../../support/settle.ts';

describe('the bookmarks of rooms', () => {
  it('are joined by each session that begins, and known while offline, without passwords', async () => {
    const me = new BookmarkedAccount();
    me.server.put(NATIVE, {
      [room.full]: conference('<nick>JC</nick><password>cauldron</password>', AUTOJOIN),
      [other.full]: conference('', ' name="Orchard"'),
    });
    await me.begin();
    assert.deepEqual(me.told(), ['session: join theplay as JC']);
    assert.equal(me.bookmarks.get(room.bare)?.password, 'cauldron');
    await settle();
    assert.doesNotMatch(me.kept, /cauldron/u);
    me.session.stream.goOffline();
    me.start();
    assert.deepEqual(shown(me), [
      ['theplay', 'JC', true],
      ['orchard', '', false],
    ]);
    assert.equal(me.bookmarks.get(other.bare)?.name, 'Orchard');
    assert.deepEqual(me.told(), []);
    await me.begin();
    assert.deepEqual(me.told(), ['session: join theplay as JC']);
    assert.equal(me.bookmarks.get(room.bare)?.password, 'cauldron');
    assert.deepEqual(me.server.changes, []);
  });

  it('are what is valid of those kept', () => {
    const me = new BookmarkedAccount();
    const rest = { name: '', autojoin: true, nick: 'JC' };
    me.kept = JSON.stringify({
      bookmarks: [
        { jid: '@', ...rest },
        { jid: room.bare, ...rest },
      ],
      waiting: [{ jid: '@', adds: true, change: {} }],
      areStoresJoined: true,
    });
    me.start();
    assert.deepEqual(shown(me), [['theplay', 'JC', true]]);
  });

  it('are joined as last known if the server cannot tell them', async () => {
    const me = await new BookmarkedAccount().started({ [room.full]: conference('', AUTOJOIN) });
    me.server.refuses = 'internal-server-error';
    await assert.rejects(me.begin(), { condition: 'internal-server-error' });
    assert.deepEqual(me.told(), ['session: join theplay as ']);
    await me.bookmarks.change(other, { name: 'Orchard' });
    assert.deepEqual(me.server.changes, []);
    me.server.refuses = undefined;
    await me.bookmarks.resume(me.session);
    assert.deepEqual(me.server.changes, [`publish ${other.full}`]);
  });

  it('are joined as last known if the server takes long, and left as it tells then', async () => {
    const me = await new BookmarkedAccount().started({
      [room.full]: conference('', AUTOJOIN),
      [other.full]: conference('', AUTOJOIN),
    });
    const { stream } = me.session;
    const { server } = stream;
    let answer = () => {};
    stream.server = (iq) => {
      answer = () => {
        for (const one of server(iq) ?? []) stream.receive(one);
      };
      return [];
    };
    const begun = me.begin();
    await settle();
    assert.deepEqual(me.told(), []);
    me.session.clock.advance(5000);
    assert.deepEqual(me.told(), ['session: join theplay as ', 'session: join orchard as ']);
    me.server.put(NATIVE, { [room.full]: conference('', AUTOJOIN) });
    me.heal(server);
    answer();
    await begun;
    assert.deepEqual(me.told(), ['leave orchard', 'session: join theplay as ']);
  });

  it('join and leave rooms as other clients do, without writing back', async () => {
    const me = await new BookmarkedAccount().started();
    const changes: (readonly string[])[] = [];
    me.bookmarks.onDidChange((ids) => changes.push(ids));
    me.session.receive(published(room, '<nick>JC</nick>', AUTOJOIN));
    me.session.receive(published(room, '<nick>JC</nick>', ' autojoin="1" name="Play"'));
    me.session.receive(published(room, '<nick>JC</nick>', ' autojoin="false"'));
    me.session.receive(published(room, '<nick>JC</nick>', AUTOJOIN) + retracted(room));
    me.session.receive(published(other, '<nick>JC</nick>') + retracted(other));
    await settle();
    assert.deepEqual(me.told(), [
      'elsewhere: join theplay as JC',
      'leave theplay',
      'elsewhere: join theplay as JC',
      'leave theplay',
    ]);
    assert.deepEqual(me.server.changes, []);
    assert.equal(changes.length, 7);
    assert.ok(changes.every((ids) => ids.length === 1));
  });

  it('do nothing when what we published comes back', async () => {
    const me = await new BookmarkedAccount().started();
    await me.bookmarks.joined(room, { nick: 'JC' });
    const stored = me.server.node(NATIVE)[room.full] ?? '';
    let changes = 0;
    me.bookmarks.onDidChange(() => (changes += 1));
    me.session.receive(bookmarkEvent(NATIVE, `<item id="${room.full}">${stored}</item>`));
    await settle();
    assert.deepEqual([me.told(), changes], [[], 0]);
    await me.bookmarks.joined(room, { nick: 'JC' });
    assert.deepEqual(me.server.changes, [`publish ${room.full}`]);
  });

  it('of a room joined with another nick are one', async () => {
    for (const features of [PROSODY, EJABBERD]) {
      const me = await new BookmarkedAccount(features).started();
      await me.bookmarks.joined(Jid.of(`${room.bare}/JC`), { nick: 'JC' });
      await me.bookmarks.joined(Jid.of(`${room.bare}/Puck`), { nick: 'Puck' });
      assert.deepEqual(shown(me), [['theplay', 'Puck', true]]);
      const stored = Object.values(me.server.node(features === PROSODY ? NATIVE : LIST));
      assert.equal(stored.length, 1);
      assert.equal(stored.join('').split('<conference').length, 2);
      await me.begin();
      assert.deepEqual(shown(me), [['theplay', 'Puck', true]]);
    }
  });

  it('keep what others have put into them, and their password, when edited', async () => {
    const theirs =
      '<password>cauldron</password><extensions><pin xmlns="urn:p"/></extensions><x xmlns="urn:x"/>';
    const me = await new BookmarkedAccount().started({
      [room.full]: conference(theirs, ' colour="red"'),
    });
    await me.bookmarks.joined(room, { nick: 'JC' });
    await me.bookmarks.change(room, { name: 'The Play', level: 'never' });
    await me.bookmarks.left(room);
    const stored = me.server.node(NATIVE)[room.full] ?? '';
    for (const kept of ['<pin xmlns="urn:p"/>', '<x xmlns="urn:x"/>', 'colour="red"', 'cauldron']) {
      assert.ok(stored.includes(kept), kept);
    }
    await me.bookmarks.joined(room, { nick: 'JC', password: 'other' });
    assert.match(me.server.node(NATIVE)[room.full] ?? '', /<password>other</u);
    await settle();
    assert.doesNotMatch(me.kept, /cauldron|other"/u);
  });

  it('removed elsewhere while we were off are left, and not written again', async () => {
    const items = {
      [room.full]: conference('<nick>JC</nick>', AUTOJOIN),
      [other.full]: conference('<nick>JC</nick>', AUTOJOIN),
    };
    const me = await new BookmarkedAccount().started(items);
    me.session.stream.goOffline();
    await me.bookmarks.change(room, { name: 'The Play' });
    await me.bookmarks.joined(room, { nick: 'Puck' });
    me.start();
    assert.equal(me.bookmarks.get(room.bare)?.name, 'The Play');
    me.server.put(NATIVE, { [other.full]: conference('<nick>JC</nick>') });
    await me.begin();
    assert.deepEqual(me.told(), ['leave theplay', 'leave orchard']);
    assert.deepEqual(shown(me), [['orchard', 'JC', false]]);
    assert.deepEqual(me.server.changes, []);
  });

  it('of a list, as ejabberd has it, are told as a whole', async () => {
    const me = new BookmarkedAccount(EJABBERD);
    me.server.put(LIST, { current: list(listed(room.full, 'JC'), listed(other.full, 'JC')) });
    await me.begin();
    const auto = `<conference jid="${room.full}" autojoin="1"><nick>JC</nick></conference>`;
    me.session.receive(bookmarkEvent(LIST, `<item id="current">${list(auto)}</item>`));
    assert.deepEqual(me.told(), ['elsewhere: join theplay as JC']);
    assert.deepEqual(shown(me), [['theplay', 'JC', true]]);
    me.session.receive(bookmarkEvent(LIST, '<retract id="current"/>'));
    assert.deepEqual([me.told(), shown(me)], [['leave theplay'], []]);
    await me.bookmarks.joined(other, { nick: 'JC' });
    await me.bookmarks.change(other, { level: 'always' });
    assert.deepEqual(me.server.changes, ['publish current']);
  });

  it('are fetched anew if the connection is lost meanwhile', async () => {
    const me = await new BookmarkedAccount().started();
    const { server } = me.session.stream;
    me.fail('get');
    const lost = me.bookmarks.begin(me.session);
    await settle();
    me.session.stream.goOffline();
    me.heal(server);
    me.server.put(NATIVE, { [room.full]: conference('', AUTOJOIN) });
    me.session.stream.goOnline(false);
    const fetching = me.bookmarks.begin(me.session);
    await assert.rejects(lost, { condition: 'not-connected' });
    await fetching;
    assert.deepEqual(me.told(), ['session: join theplay as ']);
  });

  it('heard while they are fetched are newer than what is fetched', async () => {
    const me = await new BookmarkedAccount().started({ [room.full]: conference('', AUTOJOIN) });
    const fetching = me.bookmarks.begin(me.session);
    me.session.receive(retracted(room) + published(other, '', AUTOJOIN));
    assert.deepEqual(shown(me), [['theplay', '', true]]);
    await fetching;
    assert.deepEqual(me.told(), [
      'session: join theplay as ',
      'leave theplay',
      'elsewhere: join orchard as ',
    ]);
    assert.deepEqual(shown(me), [['orchard', '', true]]);
  });
});

describe('bookmarks in stores that the server keeps apart', () => {
  it('are added to ours the first time, passwords included, and never again', async () => {
    const me = new BookmarkedAccount([OPTIONS, `${NATIVE}#compat-pep`]);
    me.server.put(NATIVE, { [room.full]: conference('<nick>JC</nick>') });
    me.server.stored = list(
      listed(room.full, 'Puck'),
      `<conference jid="${other.full}" autojoin="1"><nick>Puck</nick><password>open</password></conference>`,
    );
    const { server } = me.session.stream;
    me.fail('set');
    const beginning = me.begin();
    await settle();
    me.session.stream.goOffline();
    await beginning;
    assert.deepEqual(me.told(), ['session: join orchard as Puck']);
    me.heal(server);
    me.start();
    await me.begin();
    assert.deepEqual(me.told(), ['session: join orchard as Puck']);
    assert.deepEqual(shown(me), [
      ['theplay', 'JC', false],
      ['orchard', 'Puck', true],
    ]);
    assert.match(me.server.node(NATIVE)[other.full] ?? '', /open/u);
    me.server.put(NATIVE, {});
    me.start();
    await me.begin();
    assert.deepEqual(shown(me), []);
    assert.deepEqual(me.server.changes, [`publish ${other.full}`]);
  });

  it('A8: are the only place without publish-options: nothing is written to PEP', async () => {
    const me = new BookmarkedAccount(PROSODY.slice(1));
    await me.begin();
    await me.bookmarks.joined(room, { nick: 'JC', password: 'cauldron' });
    await me.bookmarks.change(room, { level: 'never' });
    assert.deepEqual([...me.server.nodes.keys()], []);
    assert.match(me.server.stored, /theplay.*cauldron/u);
    await me.begin();
    assert.deepEqual(me.told(), ['session: join theplay as JC']);
  });
});
