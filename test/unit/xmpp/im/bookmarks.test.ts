import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { bookmarksOf } from '../../../../src/xmpp/im/bookmarks.ts';
import type { Bookmark } from '../../../../src/xmpp/xep/0402-conference.ts';
import {
  bookmarkEvent as event,
  BookmarkServer,
  conference,
  EJABBERD,
  list,
  LIST,
  listed,
  NATIVE,
  OPTIONS,
  PROSODY,
  PUBSUB,
} from '../../../support/bookmarkServer.ts';

const account = 'juliet@example.org';
const room = Jid.of('theplay@conference.example.org');

function short(bookmarks: readonly Bookmark[]) {
  return bookmarks.map(({ room: { full }, nick }) => [full, nick]);
}

describe('bookmarks', () => {
  it('are where all clients see them, and in PEP only if that is private (A8)', async () => {
    for (const [features, store] of [
      [PROSODY, 'native'],
      [[OPTIONS, `${NATIVE}#compat`], 'native'],
      [[OPTIONS, `${NATIVE}#compat-pep`], 'native'],
      [EJABBERD, 'list'],
      [[OPTIONS], 'private'],
      [PROSODY.slice(1), 'private'],
      [EJABBERD.slice(1), 'private'],
      [[], 'private'],
    ] as const) {
      const server = new BookmarkServer(features);
      const bookmarks = await bookmarksOf(server.session);
      assert.equal(bookmarks.store, store, features.join());
      assert.equal(await bookmarksOf(server.session), bookmarks);
      await bookmarks.change(room, { autojoin: true });
      assert.equal(server.nodes.has(NATIVE), store === 'native');
      assert.equal(server.nodes.has(LIST), store === 'list');
      assert.equal(server.stored !== '', store === 'private');
      assert.deepEqual(
        (await bookmarks.fetch()).map(({ room: { full }, autojoin }) => [full, autojoin]),
        [[room.full, true]],
      );
    }
  });

  it('are closed to others first, and those of a list left as other clients need it (A8)', async () => {
    for (const [features, id, options] of [
      [PROSODY, room.full, 'persist_items,access_model,max_items,send_last_published_item'],
      [EJABBERD, 'current', 'persist_items,access_model'],
    ] as const) {
      const server = new BookmarkServer(features);
      server.isOpen = true;
      const bookmarks = await bookmarksOf(server.session);
      await bookmarks.change(room, { password: 'secret' });
      assert.deepEqual(server.changes, [`publish ${id}`, `configure ${options}`, `publish ${id}`]);
      assert.equal((await bookmarks.fetch()).length, 1);
    }
  });

  it('are one for a room, by whatever id it was stored', async () => {
    const server = new BookmarkServer(PROSODY).put(NATIVE, {
      [`${room.full}/Puck`]: conference('<nick>Puck</nick>'),
      'ThePlay@Conference.example.org': conference('<nick>JC</nick>'),
      'other@conference.example.org': conference(),
      '@': conference(),
      'junk@conference.example.org': '<junk xmlns="urn:x"/>',
    });
    const bookmarks = await bookmarksOf(server.session);
    assert.deepEqual(short(await bookmarks.fetch()), [
      [room.full, 'JC'],
      ['other@conference.example.org', ''],
    ]);
    await bookmarks.change(room, { nick: 'Guus' });
    assert.deepEqual(server.changes, [
      'publish ThePlay@Conference.example.org',
      `retract ${room.full}/Puck`,
    ]);
    assert.deepEqual(short(await bookmarks.fetch()), [
      [room.full, 'Guus'],
      ['other@conference.example.org', ''],
    ]);
    await bookmarks.remove(room);
    await bookmarks.remove(room);
    assert.deepEqual(short(await bookmarks.fetch()), [['other@conference.example.org', '']]);
    assert.equal(server.changes.length, 3);
    server.put(NATIVE, { [`${room.full}/Puck`]: conference('<password>open</password>') });
    await bookmarks.change(room, { nick: 'Guus' });
    assert.deepEqual(server.changes.slice(3), [
      `publish ${room.full}`,
      `retract ${room.full}/Puck`,
    ]);
    assert.equal((await bookmarks.fetch())[0]?.password, 'open');
  });

  it('keep what another client wrote in the meantime', async () => {
    const server = new BookmarkServer(PROSODY).put(NATIVE, { [room.full]: conference() });
    const bookmarks = await bookmarksOf(server.session);
    await bookmarks.fetch();
    const theirs = '<password>open</password><extensions><pin xmlns="urn:p"/></extensions>';
    server.put(NATIVE, { [room.full]: conference(theirs, ' colour="red"') });
    await bookmarks.change(room, { nick: 'JC', level: 'on-mention' });
    const [bookmark] = await bookmarks.fetch();
    assert.deepEqual(
      [bookmark?.password, bookmark?.nick, bookmark?.level],
      ['open', 'JC', 'on-mention'],
    );
    const text = server.node(NATIVE)[room.full] ?? '';
    assert.match(text, /colour="red"/u);
    assert.match(text, /<pin xmlns="urn:p"\/>/u);
  });

  it('that were removed elsewhere are not written again', async () => {
    for (const features of [EJABBERD, []]) {
      const server = new BookmarkServer(features);
      const bookmarks = await bookmarksOf(server.session);
      await bookmarks.change(room, { nick: 'JC' });
      const other = Jid.of('other@conference.example.org');
      await bookmarks.change(other, { nick: 'JC' });
      assert.equal((await bookmarks.fetch()).length, 2);
      server.put(LIST, { current: list(listed(other.full, 'JC')) });
      server.stored = list(listed(other.full, 'JC'));
      await bookmarks.change(other, { nick: 'Puck' });
      assert.deepEqual(short(await bookmarks.fetch()), [[other.full, 'Puck']]);
    }
  });

  it('of a list are changed one after another', async () => {
    for (const features of [EJABBERD, []]) {
      const server = new BookmarkServer(features);
      const bookmarks = await bookmarksOf(server.session);
      const rooms = ['a', 'b', 'c'].map((local) => Jid.of(`${local}@conference.example.org`));
      await Promise.all([
        ...rooms.map((jid) => bookmarks.change(jid, { nick: jid.local })),
        bookmarks.remove(rooms[1] ?? room),
      ]);
      assert.deepEqual(short(await bookmarks.fetch()), [
        ['a@conference.example.org', 'a'],
        ['c@conference.example.org', 'c'],
      ]);
      assert.equal(server.changes.length, 4);
    }
  });

  it('are not overwritten if they could not be read', async () => {
    const server = new BookmarkServer(EJABBERD).put(LIST, { current: list(listed('a@x', 'a')) });
    const bookmarks = await bookmarksOf(server.session);
    server.refuses = 'internal-server-error';
    await assert.rejects(bookmarks.change(room, {}), { condition: 'internal-server-error' });
    server.refuses = undefined;
    await bookmarks.change(room, { nick: 'JC' });
    assert.deepEqual(short(await bookmarks.fetch()), [
      ['a@x', 'a'],
      [room.full, 'JC'],
    ]);
  });

  it('of the stores that the server keeps apart are found once', async () => {
    for (const [features, rooms] of [
      [PROSODY, []],
      [EJABBERD, ['native@x']],
      [[OPTIONS, `${NATIVE}#compat`], ['list@x']],
      [[OPTIONS, `${NATIVE}#compat-pep`], ['private@x']],
      [[OPTIONS], ['native@x', 'list@x']],
      [[], ['native@x', 'list@x']],
    ] as const) {
      const server = new BookmarkServer(features)
        .put(NATIVE, { 'native@x': conference() })
        .put(LIST, { other: list(listed('old@x', '')), current: list(listed('list@x', '')) });
      server.stored = list(listed('private@x', ''));
      const bookmarks = await bookmarksOf(server.session);
      const found = (await bookmarks.fetchElsewhere()).map((bookmark) => bookmark.room.full);
      assert.deepEqual(found, rooms, features.join());
      server.refuses = 'feature-not-implemented';
      const { length } = await bookmarks.fetchElsewhere();
      assert.equal(length, bookmarks.store === 'native' && rooms[0] === 'private@x' ? 1 : 0);
      server.refuses = 'remote-server-timeout';
      if (rooms.length > 0 && rooms[0] !== 'private@x') {
        await assert.rejects(bookmarks.fetchElsewhere(), { condition: 'remote-server-timeout' });
      }
    }
  });
});

describe('changes of bookmarks', () => {
  const published = `<item id="${room.full}">${conference('<nick>JC</nick>', ' autojoin="1"')}</item>`;
  const removed = `<retract id="${room.full}"/>`;

  async function started(features: readonly string[]) {
    const { session } = new BookmarkServer(features);
    const bookmarks = await bookmarksOf(session);
    return { session, bookmarks };
  }

  it('are told as they are published and removed, one or all', async () => {
    const { session, bookmarks } = await started(PROSODY);
    session.receive(event(NATIVE, published + removed));
    session.receive(event(NATIVE, '<item id="@"/><retract/><retract id="@"/><item id="a@x"/>'));
    session.receive(event(NATIVE, `<retract id="${room.full}/Puck"/><retract id="example.org"/>`));
    for (const name of ['purge', 'delete']) {
      session.receive(
        `<message from="${account}"><event xmlns="${PUBSUB}#event"><${name} node="${NATIVE}"/></event></message>`,
      );
    }
    const bookmark = { room, name: '', autojoin: true, nick: 'JC', password: '' };
    assert.deepEqual(
      session.emitted.map(([, value]) => value),
      [
        { kind: 'removed', room },
        { kind: 'published', bookmark },
        { kind: 'replaced', bookmarks: [] },
        { kind: 'replaced', bookmarks: [] },
      ],
    );
    assert.ok(bookmarks.hasLevels && bookmarks.tellsChanges);
  });

  it('are those of the store in use: others tell the same once more', async () => {
    const item = `<item id="current">${list(listed(room.full, 'JC'))}</item>`;
    const prosody = await started(PROSODY);
    prosody.session.receive(event(LIST, item));
    assert.deepEqual(prosody.session.emitted, []);
    const { session, bookmarks } = await started(EJABBERD);
    session.receive(event(NATIVE, published));
    session.receive(event(LIST, '<item id="current"><junk xmlns="urn:x"/></item>'));
    assert.equal(session.emitted.length, 0);
    session.receive(event(LIST, item) + event(LIST, '<retract id="current"/>'));
    const bookmark = { room, name: '', autojoin: false, nick: 'JC', password: '' };
    assert.deepEqual(
      session.emitted.map(([, value]) => value),
      [
        { kind: 'replaced', bookmarks: [bookmark] },
        { kind: 'replaced', bookmarks: [] },
      ],
    );
    assert.deepEqual([bookmarks.hasLevels, bookmarks.tellsChanges], [false, true]);
    const other = await started([]);
    other.session.receive(event(LIST, item) + event(NATIVE, published));
    assert.deepEqual(other.session.emitted, []);
    assert.equal(other.bookmarks.tellsChanges, false);
  });

  it('are told by our own account alone (A7), and once the store is known', async () => {
    const { session } = await started(PROSODY);
    for (const from of ['evil@example.com', `${account}/phone`, 'example.org', room.full]) {
      session.receive(event(NATIVE, published + removed, from));
      session.receive(
        `<message from="${from}"><event xmlns="${PUBSUB}#event"><purge node="${NATIVE}"/></event></message>`,
      );
    }
    const early = new BookmarkServer(PROSODY).session;
    early.receive(event(NATIVE, published));
    assert.deepEqual([...session.emitted, ...early.emitted], []);
  });
});
