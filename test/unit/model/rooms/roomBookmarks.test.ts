import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { KeptBookmarks } from '../../../../src/model/rooms/keptBookmarks.ts';
import { RoomBookmarks } from '../../../../src/model/rooms/roomBookmarks.ts';
import { bookmarksChanged } from '../../../../src/xmpp/im/bookmarks.ts';
import {
  bookmarkEvent,
  BookmarkServer,
  conference,
  EJABBERD,
  list,
  LIST,
  listed,
  NATIVE,
  OPTIONS,
  PROSODY,
} from '../../../support/bookmarkServer.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';

const account = 'juliet@example.org';
const room = Jid.of('theplay@conference.example.org');
const other = Jid.of('orchard@conference.example.org');
const AUTOJOIN = ' autojoin="true"';

const published = (jid: Jid, content = '', attrs = '') =>
  bookmarkEvent(NATIVE, `<item id="${jid.full}">${conference(content, attrs)}</item>`);
const retracted = (jid: Jid) => bookmarkEvent(NATIVE, `<retract id="${jid.full}"/>`);

/** An account whose server has bookmarks, over any number of starts. */
class Account {
  readonly server: BookmarkServer;
  readonly #store = new Map<string, string>();
  bookmarks: RoomBookmarks;
  /** What rooms were requested to do, and what was reported, since last looked at. */
  #told: string[] = [];

  constructor(features: readonly string[] = PROSODY) {
    this.server = new BookmarkServer(features);
    this.server.session.on(bookmarksChanged, (event) => {
      this.bookmarks.apply(event);
    });
    this.bookmarks = this.start();
  }

  get session() {
    return this.server.session;
  }

  get kept(): string {
    return this.#store.get(account) ?? '';
  }

  set kept(text: string) {
    this.#store.set(account, text);
  }

  /** As a new process, offline. */
  start(): RoomBookmarks {
    this.bookmarks = new RoomBookmarks({
      account,
      store: {
        loadBookmarks: (jid) => {
          const text = this.#store.get(jid);
          return text === undefined ? undefined : (JSON.parse(text) as KeptBookmarks);
        },
        saveBookmarks: (jid, kept) => {
          this.#store.set(jid, JSON.stringify(kept));
          return Promise.resolve();
        },
      },
      rooms: {
        join: ({ room: { local }, nick }, cause) => {
          this.#told.push(`${cause}: join ${local} as ${nick}`);
        },
        leave: ({ local }) => {
          this.#told.push(`leave ${local}`);
        },
      },
      session: () => (this.session.jid ? this.session : undefined),
      report: (what) => this.#told.push(what),
    });
    return this.bookmarks;
  }

  /** A new session begins. */
  async begin(): Promise<void> {
    this.session.stream.goOffline();
    this.session.stream.goOnline(false);
    await this.bookmarks.begin(this.session);
  }

  /** What the server has, told as {@link told}. */
  async started(items: Readonly<Record<string, string>> = {}): Promise<this> {
    this.server.put(NATIVE, items);
    await this.begin();
    this.told();
    return this;
  }

  told(): readonly string[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /** Fails all requests of a type, or leaves them without an answer. */
  fail(type: string, condition?: string): void {
    const { stream } = this.session;
    const { server } = stream;
    stream.server = (iq) => {
      if (iq.attrs['type'] !== type) return server(iq);
      if (condition === undefined) return [];
      return parseXml(
        `<iq xmlns="jabber:client" type="error" id="${iq.attrs['id'] ?? ''}" from="${account}">
           <error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
      );
    };
  }

  heal(heal: (typeof this.session.stream)['server']): void {
    this.session.stream.server = heal;
  }
}

const shown = ({ bookmarks }: Account) =>
  bookmarks.values().map(({ room: { local }, nick, autojoin }) => [local, nick, autojoin]);

describe('the bookmarks of rooms', () => {
  it('are joined by each session that begins, and known while offline, without passwords', async () => {
    const me = new Account();
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
    const me = new Account();
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
    const me = await new Account().started({ [room.full]: conference('', AUTOJOIN) });
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
    const me = await new Account().started({
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
    const me = await new Account().started();
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
    const me = await new Account().started();
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
      const me = await new Account(features).started();
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
    const me = await new Account().started({ [room.full]: conference(theirs, ' colour="red"') });
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
    const me = await new Account().started(items);
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
    const me = new Account(EJABBERD);
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
    const me = await new Account().started();
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
    const me = await new Account().started({ [room.full]: conference('', AUTOJOIN) });
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

describe('the user’s changes of bookmarks', () => {
  it('are written when the room was joined and left, and once removed', async () => {
    const me = await new Account().started();
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
    const me = await new Account().started({ [other.full]: conference('', AUTOJOIN) });
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
    const me = await new Account().started();
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
    const me = await new Account().started();
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
    const me = await new Account().started();
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
    const me = await new Account(EJABBERD).started();
    const rooms = ['a', 'b', 'c'].map((local) => Jid.of(`${local}@conference.example.org`));
    await Promise.all(rooms.map((jid) => me.bookmarks.joined(jid, { nick: 'JC' })));
    await me.begin();
    assert.equal(me.bookmarks.values().length, 3);
  });
});

describe('bookmarks in stores that the server keeps apart', () => {
  it('are added to ours the first time, passwords included, and never again', async () => {
    const me = new Account([OPTIONS, `${NATIVE}#compat-pep`]);
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
    const me = new Account(PROSODY.slice(1));
    await me.begin();
    await me.bookmarks.joined(room, { nick: 'JC', password: 'cauldron' });
    await me.bookmarks.change(room, { level: 'never' });
    assert.deepEqual([...me.server.nodes.keys()], []);
    assert.match(me.server.stored, /theplay.*cauldron/u);
    await me.begin();
    assert.deepEqual(me.told(), ['session: join theplay as JC']);
  });
});
