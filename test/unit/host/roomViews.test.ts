import assert from 'node:assert/strict';
import type { OccupantsView } from '../../../src/api/views.ts';
import { BlockList } from '../../../src/model/contacts/blockList.ts';
import type { Account } from '../../../src/model/account/account.ts';
import { chatView } from '../../../src/host/chatView.ts';
import {
  listedRoomView,
  occupantsView,
  roomApprovalView,
  roomInfoView,
  roomInvitationView,
  roomView,
} from '../../../src/host/roomViews.ts';
import { parseRoomCursor, roomCursorText } from '../../../src/host/roomCursor.ts';
import { watchOccupants } from '../../../src/host/watchOccupants.ts';
import { Jid } from '../../../src/base/jid.ts';
import { FakeAccountRooms, roomInfo } from '../../support/fakeAccountRooms.ts';
import { CAVE, USER } from '../../support/fakeRooms.ts';
import { settle } from '../../support/settle.ts';

const { bare } = CAVE;
const of = { account: 'juliet@example.org', chat: bare, filter: '', offset: 0, limit: 100 };

describe('views of rooms', () => {
  let fake: FakeAccountRooms;
  let blockList: BlockList;

  beforeEach(async () => {
    fake = new FakeAccountRooms();
    blockList = new BlockList({ account: Jid.of(of.account), session: () => fake.session });
    await fake.begin();
  });

  /** As much of an account as its rooms need. */
  const account = () =>
    ({
      jid: Jid.of('juliet@example.org'),
      rooms: fake.rooms,
      avatars: { hashOf: () => undefined },
      blockList: { find: () => undefined },
      chats: {
        find: () => ({
          ...{
            kind: 'room',
            unread: 3,
            mentions: 1,
            composing: true,
            typing: { names: ['romeo'] },
            readers: { all: [{ sender: 'occupant:o1', nick: 'romeo', message: 'm1' }] },
          },
          lastReceived: { id: 'm1', body: 'hear!', nick: 'romeo', mention: true },
        }),
      },
      contacts: { get: () => undefined, nameOf: () => 'none', lookalike: () => undefined },
      state: { phase: 'online' },
    }) as unknown as Account;
  const view = () => {
    const room = fake.rooms.find(bare);
    assert.ok(room);
    return roomView(account(), room);
  };
  const sources = () => ({ rooms: fake.rooms, blockList });
  const occupants = () => occupantsView(sources(), of).occupants;
  const enters = async (nick: string, item: string, more = '') => {
    fake.session.receive(
      `<presence from="${bare}/${nick}"><x xmlns="${USER}">${item}</x>${more}</presence>`,
    );
    await settle();
  };

  it('tell what a room asks of who joins', async () => {
    await fake.ask();
    const sid = fake.session.sent.at(-1)?.attrs['id'] ?? '';
    fake.session.receive(
      `<message from="${bare}"><captcha xmlns="urn:xmpp:captcha"><x xmlns="jabber:x:data" type="form">
         <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:captcha</value></field>
         <field var="from" type="hidden"><value>${bare}</value></field>
         <field var="sid" type="hidden"><value>${sid}</value></field></x></captcha></message>`,
    );
    const { phase, reason, remedy } = view();
    assert.deepEqual([phase, reason?.code, remedy], ['joining', 'room-captcha', 'captcha']);
  });

  it('tell who asks for what', () => {
    const form = { title: '', instructions: '', fields: [] };
    const pending = { id: 'a', room: CAVE, nick: 'hag', about: '', form, stamp: 1 };
    const jid = Jid.of('hag66@example.org/pda');
    assert.deepEqual(roomApprovalView({ ...pending, kind: 'voice', jid }), {
      ...{ id: 'a', room: bare, kind: 'voice', nick: 'hag', about: '', time: 1 },
      jid: 'hag66@example.org',
    });
    assert.equal('jid' in roomApprovalView({ ...pending, kind: 'membership' }), false);
  });

  it('tell who we are in it, and what we may do', async () => {
    await fake.join();
    await enters('romeo', '<item affiliation="none" role="participant" />');
    const { info, rights, ...rest } = view();
    assert.deepEqual(rest, {
      id: bare,
      name: 'Cave',
      kind: 'public',
      nick: 'juliet',
      phase: 'joined',
      isBookmarked: true,
      isAutojoined: true,
      occupants: 2,
      counts: { moderator: 1, participant: 1, visitor: 0, none: 0 },
      role: 'moderator',
      affiliation: 'owner',
      level: 'on-mention',
      unread: 3,
      mentions: 1,
      typing: ['romeo'],
      showsActivity: true,
      ignored: [],
      lastReceived: { id: 'm1', excerpt: 'hear!', senderName: 'romeo', mentionsUs: true },
    });
    assert.equal(info?.name, 'Cave');
    assert.ok(rights.includes('destroy'));
  });

  it('tell why we are not inside, and how to be', async () => {
    await fake.join();
    fake.leave(
      '<item role="none"/><destroy jid="new@rooms.example.net"><reason>x</reason></destroy>',
    );
    await settle();
    const { phase, reason, remedy, otherRoom, rights, occupants: count } = view();
    assert.deepEqual(
      [phase, reason?.code, remedy, otherRoom, rights, count],
      ['left', 'room-destroyed.reason', 'otherRoom', 'new@rooms.example.net', [], 0],
    );
  });

  it('are part of the head of their chat', async () => {
    await fake.join();
    const head = chatView(account(), bare, { hasOlder: false, hasNewer: false });
    const { name, readers, room, show } = head;
    assert.deepEqual([name, room?.id, show], ['Cave', bare, 'available']);
    assert.deepEqual(readers, [{ id: 'occupant:o1', nick: 'romeo', message: 'm1' }]);
    const other = chatView(account(), 'bob@b', { hasOlder: false, hasNewer: false });
    assert.equal(other.room, undefined);
  });

  it('tell of occupants what the room vouches for, and nothing else', async () => {
    const hats = `<hats xmlns="urn:xmpp:hats:0"><hat uri="u" title="Speaker" /></hats>
      <occupant-id xmlns="urn:xmpp:occupant-id:0" id="o-1" />`;
    const item = '<item affiliation="none" role="participant" />';
    await fake.join();
    await enters('romeo', item, hats);
    const forged = occupants().find(({ id }) => id === 'romeo');
    assert.deepEqual([forged?.hats, forged?.sender], [[], undefined]);
    fake.info = roomInfo('urn:xmpp:hats:0', 'urn:xmpp:occupant-id:0');
    fake.session.receive(
      `<message from="${bare}" type="groupchat"><x xmlns="${USER}"><status code="104"/></x></message>`,
    );
    await settle();
    const romeo = occupants().find(({ id }) => id === 'romeo');
    assert.deepEqual([romeo?.hats, romeo?.sender], [['Speaker'], 'occupant:o-1']);
    // Their address is not shown, so only roles can be changed.
    assert.deepEqual(romeo?.actions, ['kick', 'revokeVoice', 'grantModerator']);
  });

  it('tell of occupants with a shown address what can be done with their accounts', async () => {
    await fake.join();
    await enters('romeo', '<item affiliation="member" role="visitor" jid="romeo@example.net/x" />');
    const [own, romeo] = occupants();
    assert.deepEqual([own?.isOwn, own?.actions], [true, []]);
    assert.deepEqual([romeo?.jid, romeo?.sender], ['romeo@example.net', 'jid:romeo@example.net']);
    assert.ok(romeo?.actions.includes('makeAdmin'));
  });

  it('show a window of the occupants, and follow it', async () => {
    await fake.join();
    const told: OccupantsView[] = [];
    const part = { ...of, filter: 'RO', limit: 1 };
    const watching = watchOccupants(
      sources(),
      part,
      (change) => {
        if (change.kind !== 'unavailable' && change.kind !== 'remove') told.push(...change.items);
      },
      fake.session.clock,
    );
    for (const nick of ['rosaline', 'romeo', 'nurse']) {
      await enters(nick, '<item affiliation="none" role="participant" />');
    }
    fake.session.clock.advance(1000);
    watching.dispose();
    assert.deepEqual(
      told.map(({ total, occupants: shown }) => [total, shown.map(({ id }) => id)]),
      [
        [0, []],
        [2, ['romeo']],
      ],
    );
  });

  it('tell which occupants are blocked, by nick, by address or with others, and follow it', async () => {
    await fake.join();
    await enters('romeo', '<item affiliation="member" role="visitor" jid="romeo@example.net/x" />');
    await enters('nurse', '<item affiliation="none" role="participant" />');
    const told: (readonly (string | undefined)[])[] = [];
    const watching = watchOccupants(
      sources(),
      of,
      (change) => {
        if (change.kind === 'unavailable' || change.kind === 'remove') return;
        for (const { occupants: shown } of change.items)
          told.push(shown.map((one) => one.blockedBy));
      },
      fake.session.clock,
    );
    const hear = (kind: 'blocked' | 'unblocked', address: string) => {
      blockList.apply({ kind, jids: [Jid.of(address)] });
      fake.session.clock.advance(1000);
    };
    fake.session.clock.advance(1000);
    hear('blocked', `${bare}/nurse`);
    hear('blocked', 'romeo@example.net');
    hear('unblocked', `${bare}/nurse`);
    hear('unblocked', 'romeo@example.net');
    // With the whole room, but never ourselves.
    hear('blocked', bare);
    watching.dispose();
    assert.deepEqual(
      told.map((blocked) => blocked.map((one) => one ?? '')),
      [
        ['', '', ''],
        ['', `${bare}/nurse`, ''],
        ['', `${bare}/nurse`, 'romeo@example.net'],
        ['', '', 'romeo@example.net'],
        ['', '', ''],
        ['', bare, bare],
      ],
    );
  });

  it('tell what a room says of itself', async () => {
    fake.info = roomInfo('muc_membersonly', 'muc_nonanonymous', 'urn:xmpp:mam:2');
    const info = await fake.rooms.directory.info(CAVE);
    assert.ok(info);
    const { isMembersOnly, addressesShownTo, isArchived, occupants: count } = roomInfoView(info);
    assert.deepEqual(
      [isMembersOnly, addressesShownTo, isArchived, count],
      [true, 'all', true, undefined],
    );
    assert.deepEqual(listedRoomView({ jid: CAVE, name: '', occupants: 0 }), {
      ...{ id: bare, name: '', occupants: 0 },
    });
  });

  it('tell who invites, without the password', () => {
    const invitation = { id: 'i', room: CAVE, mediated: true, reason: '', stamp: 1 };
    const by = (inviter: string) =>
      roomInvitationView({ ...invitation, inviter: Jid.of(inviter), password: 'secret' });
    const { inviter, hasPassword, ...rest } = by('bob@example.org/x');
    assert.deepEqual([inviter, hasPassword], ['bob@example.org', true]);
    assert.ok(!JSON.stringify(rest).includes('secret'));
    assert.equal(by(`${bare}/bob`).inviter, `${bare}/bob`);
    assert.equal(roomInvitationView(invitation).inviter, '');
  });
});

describe('where a list of rooms goes on', () => {
  it('comes back as it went out, and is nothing else', () => {
    const cursor = { node: 'emptyrooms', after: 'x' };
    assert.deepEqual(parseRoomCursor(roomCursorText(cursor)), cursor);
    for (const text of ['', '{"after":1}', '{"more":""}']) {
      assert.throws(() => parseRoomCursor(text), { code: 'bad-request' });
    }
  });
});
