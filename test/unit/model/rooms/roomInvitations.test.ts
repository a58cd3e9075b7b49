import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { failure } from '../../../../src/base/userError.ts';
import type { KeptInvitations } from '../../../../src/model/rooms/keptInvitations.ts';
import { RoomInvitations } from '../../../../src/model/rooms/roomInvitations.ts';
import { parseRoomInvitation } from '../../../../src/xmpp/xep/0249-invitations.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';

const account = Jid.of('juliet@example.org');
const room = 'theplay@conference.example.org';
const romeo = 'romeo@example.net/orchard';
const USER = 'http://jabber.org/protocol/muc#user';

const direct = (by = romeo, to = room, attrs = '') =>
  `<message from="${by}"><x xmlns="jabber:x:conference" jid="${to}" ${attrs}/></message>`;
/** As Prosody sends it: both in one, with a body. */
const mediated = (by = romeo, from = room, password = '') =>
  `<message from="${from}"><x xmlns="${USER}"><invite from="${by}"><reason>Come!</reason></invite>
     ${password && `<password>${password}</password>`}</x>
   <x xmlns="jabber:x:conference" jid="${from}"/><body>${by} invites you</body></message>`;

/** An account, over any number of starts. */
class Account {
  readonly session = new FakeSession();
  /** The bare JIDs of the rooms that we are in. */
  readonly inside = new Set<string>();
  /** What was requested to be joined. */
  readonly joins: unknown[] = [];
  refuses = false;
  kept: string | undefined;
  invitations = this.start();

  get now(): number {
    return this.session.clock.now();
  }

  start(): RoomInvitations {
    this.invitations = new RoomInvitations({
      account,
      store: {
        loadInvitations: () =>
          this.kept === undefined ? undefined : (JSON.parse(this.kept) as KeptInvitations),
        saveInvitations: (_, kept) => {
          this.kept = JSON.stringify(kept);
          return Promise.resolve();
        },
      },
      rooms: {
        isIn: (id) => this.inside.has(id),
        join: ({ room: { full }, ...request }) => {
          this.joins.push({ room: full, ...request });
          return this.refuses ? Promise.reject(failure('offline')) : Promise.resolve();
        },
      },
      clock: this.session.clock,
      session: () => this.session,
    });
    return this.invitations;
  }

  /** Receives messages sent at a time, now when absent. */
  async receive(text: string, stamp = this.now): Promise<void> {
    for (const message of parseXml(text)) {
      const from = Jid.of(message.attrs['from'] ?? '');
      const invitation = parseRoomInvitation(message, from);
      if (invitation) await this.invitations.receive(invitation, stamp);
    }
  }

  get pending() {
    return [...this.invitations.values()];
  }

  get only() {
    const [only] = this.pending;
    assert.ok(only && this.pending.length === 1);
    return only;
  }
}

describe('invitations to rooms', () => {
  let me: Account;

  beforeEach(() => {
    me = new Account();
  });

  it('A17: of a stranger never join by themselves, neither live, nor archived, nor after a restart', async () => {
    const stranger = 'evil@example.com/x';
    await me.receive(direct(stranger, room, 'continue="true" password="p"') + mediated(stranger));
    await me.receive(direct(stranger, 'other@conference.example.org'), me.now - 86_400_000);
    me.session.stream.goOffline();
    me.session.stream.goOnline(false);
    me.start();
    await me.receive(mediated(stranger));
    await settle();
    assert.equal(me.pending.length, 2);
    assert.deepEqual([me.joins, me.session.sent], [[], []]);
  });

  it('wait, name the inviter, and are joined as a room with our nick', async () => {
    const changes: (readonly string[])[] = [];
    me.invitations.onDidChange((ids) => changes.push(ids));
    await me.receive(mediated(romeo, room, 'cauldron'));
    const { id, inviter, reason, mediated: isMediated } = me.only;
    assert.deepEqual([inviter?.full, reason, isMediated], [romeo, 'Come!', true]);
    assert.deepEqual(me.joins, []);
    me.refuses = true;
    await assert.rejects(me.invitations.accept(id, 'JC'), { code: 'offline' });
    assert.equal(me.only.id, id);
    me.refuses = false;
    await me.invitations.accept(id, 'JC');
    await me.invitations.accept(id, 'JC');
    const join = { room, nick: 'JC', password: 'cauldron' };
    assert.deepEqual(me.joins, [join, join]);
    assert.deepEqual(me.pending, []);
    assert.deepEqual(changes, [[id], [id]]);
  });

  it('are one for a room and inviter, in whichever way they come', async () => {
    for (const texts of [
      [direct(), mediated()],
      [mediated(), direct('romeo@example.net/phone')],
    ]) {
      me = new Account();
      for (const text of texts) await me.receive(text);
      assert.equal(me.only.mediated, true);
      await me.receive(direct('nurse@example.org') + direct(romeo, 'other@x.example'));
      assert.equal(me.pending.length, 3);
    }
    me = new Account();
    await me.receive(mediated(`${room}/One`) + mediated(`${room}/Two`));
    assert.equal(me.pending.length, 2);
  });

  it('are kept over a restart, without a password', async () => {
    await me.receive(mediated(romeo, room, 'cauldron') + direct('nurse@example.org/x'));
    assert.equal(me.pending[0]?.password, 'cauldron');
    assert.doesNotMatch(me.kept ?? '', /cauldron/u);
    const before = me.pending.map(({ password: _, ...rest }) => rest);
    me.start();
    assert.deepEqual(me.pending, before);
    await me.invitations.accept(before[0]?.id ?? '', 'JC');
    assert.deepEqual(me.joins, [{ room, nick: 'JC' }]);
  });

  it('are what is valid of those kept', () => {
    const rest = { mediated: false, reason: '', stamp: 1 };
    const pending = [
      { ...rest, room: '@' },
      { ...rest, room, inviter: '@' },
      { ...rest, room, inviter: romeo },
    ];
    me.kept = JSON.stringify({ pending, answered: [] });
    me.start();
    assert.deepEqual(
      me.pending.map(({ inviter }) => inviter?.full),
      [undefined, romeo],
    );
  });

  it('keep the password that either way brings', async () => {
    await me.receive(mediated());
    me.session.clock.advance(1);
    await me.receive(direct(romeo, room, 'password="cauldron"'));
    assert.deepEqual([me.only.mediated, me.only.password], [true, 'cauldron']);
    assert.equal(me.only.reason, 'Come!');
  });

  it('are silent in the archive if we are in the room, or have answered them', async () => {
    me.inside.add(room);
    await me.receive(mediated() + direct());
    assert.deepEqual(me.pending, []);
    me.inside.clear();
    const stamp = me.now;
    await me.receive(direct());
    me.session.clock.advance(1000);
    await me.invitations.ignore(me.only.id);
    await me.receive(direct(), stamp);
    me.start();
    await me.receive(direct(), stamp);
    assert.deepEqual(me.pending, []);
    me.session.clock.advance(1000);
    await me.receive(direct());
    assert.equal(me.pending.length, 1);
    let changes = 0;
    me.invitations.onDidChange(() => (changes += 1));
    await me.receive(direct(), me.now);
    assert.equal(changes, 0);
  });

  it('are answered once we are in the room, by whichever way', async () => {
    const stamp = me.now;
    await me.receive(mediated() + direct('nurse@example.org') + direct(romeo, 'other@x.example'));
    await me.invitations.joined(Jid.of(`${room}/JC`));
    assert.equal(me.only.room.full, 'other@x.example');
    await me.receive(mediated() + direct('nurse@example.org'), stamp);
    assert.equal(me.pending.length, 1);
  });

  it('are declined where the room can tell it, and else only forgotten', async () => {
    await me.receive(direct());
    await me.invitations.decline(me.only.id, 'No.');
    assert.deepEqual([me.session.sent, me.pending], [[], []]);
    me.session.clock.advance(1);
    await me.receive(mediated());
    const { id } = me.only;
    await me.invitations.decline(id, 'No.');
    await me.invitations.decline(id, 'No.');
    const [sent, ...others] = me.session.sent;
    assert.deepEqual([others, me.pending], [[], []]);
    assert.equal(sent?.attrs['to'], room);
    const decline = sent.getChild('x', USER)?.getChild('decline');
    assert.deepEqual([decline?.attrs['to'], decline?.getChildText('reason')], [romeo, 'No.']);
    await me.receive(`<message from="${room}"><x xmlns="${USER}"><invite/></x></message>`);
    await me.invitations.decline(me.only.id, '');
    assert.equal(me.session.sent.length, 1);
  });

  it('wait if declining fails', async () => {
    await me.receive(mediated());
    me.session.stream.goOffline();
    await assert.rejects(me.invitations.decline(me.only.id, ''), { condition: 'not-connected' });
    assert.equal(me.pending.length, 1);
  });

  it('that we sent ourselves, as carbons tell, or that name no room, are none', async () => {
    await me.receive(direct(`${account.bare}/phone`) + direct(romeo, 'conference.example.org'));
    await me.receive(direct(romeo, account.bare) + mediated(`${account.bare}/phone`));
    await me.receive(`<message from="${account.bare}/phone" to="${room}"><x xmlns="${USER}">
      <invite to="romeo@example.net"/></x></message>`);
    assert.deepEqual(me.pending, []);
  });

  it('by the thousand displace no other, and leave room for others', async () => {
    await me.receive(direct());
    for (let n = 0; n < 1000; n += 1) {
      await me.receive(
        direct(`eve${n}@example.com`) + mediated(`eve${n}@x`, `r${n}@c.evil.example`),
      );
    }
    await me.receive(direct('nurse@example.org'));
    assert.equal(me.pending.length, 102);
    for (let n = 0; n < 1000; n += 1) await me.receive(direct(`a@${n}.example`));
    assert.equal(me.pending.length, 200);
    for (let n = 0; n < 1000; n += 1) {
      await me.receive(direct(`b@${n}.example`));
      await me.invitations.ignore(me.pending[0]?.id ?? '');
    }
    assert.ok((me.kept ?? '').length < 100_000);
  });
});
