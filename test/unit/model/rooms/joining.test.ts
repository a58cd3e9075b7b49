import assert from 'node:assert/strict';
import type { Membership } from '../../../../src/model/rooms/membership.ts';
import type { RoomState } from '../../../../src/model/rooms/roomEvents.ts';
import type { CaptchaChallenge } from '../../../../src/xmpp/xep/0158-captcha.ts';
import { CAVE, error, FakeRooms, USER } from '../../../support/fakeRooms.ts';
import { plain } from '../../../support/plain.ts';
import { settle } from '../../../support/settle.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ME = `${CAVE.bare}/juliet`;

describe('a room', () => {
  let fake: FakeRooms;
  let room: Membership;

  beforeEach(() => (fake = new FakeRooms()));
  afterEach(() => {
    fake.verify();
  });

  const address = () => room.occupant?.full;

  describe('that is joined', () => {
    it('is asked what it is before, as joining creates one that does not exist', async () => {
      fake.info = error('item-not-found');
      room = await fake.ask();
      assert.deepEqual(fake.asked, [`info ${CAVE.bare}`]);
      assert.deepEqual(fake.told, []);
      assert.deepEqual(fake.why, ['room-missing', 'create', 0]);
      fake.rooms.join(CAVE, { nick: 'juliet', origin: 'user', create: 'open' });
      await settle();
      assert.deepEqual(fake.told, [ME]);
      assert.equal(fake.phase, 'joining');
    });

    it('has to be a room, and within reach', async () => {
      fake.info = '<query xmlns="http://jabber.org/protocol/disco#info" />';
      room = await fake.ask();
      assert.deepEqual(fake.why, ['room-unsuitable', 'none', 0]);
      fake.info = error('remote-server-not-found');
      await fake.ask();
      assert.deepEqual(fake.why, ['room-unreachable', 'join', 33]);
      // Whoever refuses to tell may still let us in.
      fake.info = error('forbidden');
      await fake.advance(33 * SECOND);
      assert.equal(fake.phase, 'joining');
    });

    it('is told to be slow when it does not say what it is, and to be out of reach only later', async () => {
      fake.info = undefined;
      room = await fake.ask();
      assert.deepEqual(room.state, { phase: 'asking', isSlow: false });
      await fake.advance(5 * SECOND);
      assert.deepEqual(room.state, { phase: 'asking', isSlow: true });
      await fake.advance(25 * SECOND);
      assert.deepEqual(fake.why, ['room-unreachable', 'join', 33]);
      await fake.advance(33 * SECOND);
      await fake.advance(5 * SECOND);
      assert.deepEqual(room.state, { phase: 'asking', isSlow: true });
      fake.announce();
      room.leave();
      await fake.ask();
      assert.deepEqual(room.state, { phase: 'joining', isSlow: false });
    });

    it('sends its history only where it has no archive', async () => {
      room = await fake.ask();
      const history = () => {
        const x = fake.sent.at(-1)?.getChild('x', 'http://jabber.org/protocol/muc');
        return x?.getChild('history')?.attrs;
      };
      assert.deepEqual(history(), { since: '1970-01-01T00:00:00.000Z' });
      room.leave();
      fake.announce('urn:xmpp:mam:2');
      await fake.ask();
      assert.deepEqual(history(), { maxchars: '0', maxstanzas: '0' });
    });

    it('lets us in by 110, and sends what came before with its subject', async () => {
      room = await fake.ask();
      fake.receive({ nick: 'romeo' });
      assert.deepEqual(room.state, { phase: 'joining', isSlow: false });
      assert.equal(address(), undefined);
      fake.enter({ item: '<item affiliation="owner" role="moderator" />' });
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: false });
      assert.equal(address(), ME);
      assert.equal(room.self?.role, 'moderator');
      assert.deepEqual(fake.eventsOf('entered'), []);
      fake.subject('Fire');
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: true });
      assert.equal(room.subject, 'Fire');
    });

    it('is usable without any subject, which is waited for no longer than 30 s', async () => {
      room = await fake.join();
      await fake.advance(30 * SECOND - 1);
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: false });
      await fake.advance(1);
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: true });
    });

    it('gives us whatever nick it wants, with and without 210', async () => {
      for (const codes of [[110], [210, 110], [110, 210]]) {
        room = await fake.ask();
        fake.receive({ nick: 'romeo' });
        fake.enter({ nick: 'guest', codes });
        assert.deepEqual([fake.phase, room.nick], ['joined', 'guest']);
        assert.equal(fake.rooms.isOwnOccupant(room.occupant ?? CAVE), true);
        room.leave();
        fake.leave({ nick: 'guest', codes: [110] });
      }
    });

    it('of a service without 110 lets us in by our nick, once the subject comes', async () => {
      room = await fake.ask();
      fake.receive({ nick: 'juliet' });
      assert.equal(fake.phase, 'joining');
      fake.subject();
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: true });
      // Where real JIDs show, another may have our nick.
      room.leave();
      await fake.ask();
      fake.receive({ nick: 'juliet', item: '<item role="participant" jid="a@example.org/b" />' });
      fake.subject();
      assert.equal(fake.phase, 'joining');
      fake.receive({ nick: 'j', item: `<item role="visitor" jid="juliet@example.org/balcony" />` });
      await fake.advance(30 * SECOND);
      assert.deepEqual([fake.phase, room.nick], ['joined', 'j']);
    });

    it('has no occupant of its own address, but perhaps an avatar', async () => {
      room = await fake.ask();
      const photo = '<x xmlns="vcard-temp:x:update"><photo /></x>';
      fake.receive({ children: photo });
      fake.enter();
      fake.receive({ children: photo });
      fake.leave({});
      assert.deepEqual(
        [...room.occupants.values()].map(({ nick }) => nick),
        ['juliet'],
      );
      assert.deepEqual(fake.eventsOf('avatar'), [
        { kind: 'avatar', hash: '' },
        { kind: 'avatar', hash: '' },
      ]);
    });

    it('may answer after minutes, and keeps no other waiting meanwhile', async () => {
      room = await fake.ask();
      await fake.advance(30 * SECOND);
      assert.deepEqual(room.state, { phase: 'joining', isSlow: true });
      await fake.advance(5 * MINUTE);
      fake.enter();
      assert.equal(fake.phase, 'joined');
    });

    it('gets no presence before its 110, and is open for messages only then', async () => {
      room = await fake.ask();
      fake.presence = { show: 'dnd', status: 'busy' };
      fake.rooms.presenceChanged();
      assert.deepEqual(fake.told, [ME]);
      assert.notEqual(fake.phase, 'joined');
      fake.enter();
      assert.deepEqual(fake.told, [ME, ME]);
      assert.equal(fake.sent[1]?.getChildText('show'), 'dnd');
      fake.rooms.presenceChanged();
      assert.equal(fake.told.length, 2);
    });

    it('is opened at once if we have created it, or left to be configured', async () => {
      room = await fake.ask({ create: 'open' });
      assert.deepEqual(fake.asked, []);
      fake.enter({ codes: [201, 110] });
      await settle();
      const iq = fake.session.sent.at(-1);
      assert.ok(iq?.getChild('query', 'http://jabber.org/protocol/muc#owner')?.getChild('x'));
      assert.deepEqual(fake.asked, []);
      fake.session.answer();
      await settle();
      assert.deepEqual(fake.asked, [`info ${CAVE.bare}`]);
      assert.deepEqual(fake.eventsOf('created'), [{ kind: 'created', isWanted: true }]);
      room.leave();
      fake.forgetSent();
      await fake.ask({ create: 'locked' });
      fake.enter({ codes: [201, 110] });
      assert.equal(fake.session.sent.at(-1)?.getName(), 'presence');
    });

    it('tells when we have created it unasked', async () => {
      room = await fake.ask();
      fake.enter({ codes: [110, 201] });
      assert.deepEqual(fake.eventsOf('created'), [{ kind: 'created', isWanted: false }]);
      fake.session.answer();
    });

    it('is asked anew when its configuration changes, one request at a time', async () => {
      room = await fake.join();
      const configured = `<message from="${CAVE.bare}" type="groupchat"><x xmlns="${USER}">
        <status code="172" /></x></message>`;
      fake.session.receive(configured.repeat(5));
      await settle();
      assert.equal(fake.asked.length, 2);
      assert.deepEqual(plain(fake.eventsOf('configured')[0]), {
        ...{ kind: 'configured', codes: {}, isChange: true },
      });
    });

    it('tells its settings at joining', async () => {
      room = await fake.ask();
      fake.enter({ codes: [100, 110, 170, 999] });
      const [event] = fake.eventsOf('configured');
      assert.ok(event?.kind === 'configured' && !event.isChange);
      assert.deepEqual([...event.codes], [100, 170]);
    });

    it('is not asked a second time for what is under way', async () => {
      room = await fake.ask({ origin: 'bookmark' });
      await fake.ask({ origin: 'bookmark' });
      assert.deepEqual([fake.asked.length, fake.told.length], [1, 1]);
      await fake.ask({ origin: 'bookmark', nick: 'capulet' });
      assert.deepEqual(fake.told, [ME, `${CAVE.bare}/capulet`]);
    });

    it('may hold a former session of ours, which is not us', async () => {
      room = await fake.ask();
      fake.receive({ nick: 'juliet', item: '<item role="none" jid="juliet@example.org/old" />' });
      fake.leave({ nick: 'juliet' });
      fake.subject();
      assert.equal(fake.phase, 'joining');
      fake.enter();
      assert.equal(fake.phase, 'joined');
    });

    it('waits for the answer to a question, if its service asks one (XEP-0158)', async () => {
      room = await fake.ask();
      const ask = (sid: string) => {
        fake.session.receive(
          `<message from="${CAVE.bare}"><x xmlns="jabber:x:oob"><url>https://example.net/1</url></x>
             <captcha xmlns="urn:xmpp:captcha"><x xmlns="jabber:x:data" type="form">
             <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:captcha</value></field>
             <field var="from"><value>${CAVE.bare}</value></field>
             <field var="sid"><value>${sid}</value></field></x></captcha></message>`,
        );
      };
      ask('another');
      assert.deepEqual(room.state, { phase: 'joining', isSlow: false });
      const id = fake.sent.at(-1)?.attrs['id'] ?? '';
      ask(id);
      await fake.advance(30 * SECOND);
      const challenge = challengeOf(room.state);
      assert.equal(challenge.stanzaId, id);
      room.answered(challenge);
      assert.deepEqual(room.state, { phase: 'joining', isSlow: true });
      fake.enter();
      assert.equal(fake.phase, 'joined');
    });

    it('tells a wrong answer to that question from a wrong password', async () => {
      room = await fake.ask();
      const sid = fake.sent.at(-1)?.attrs['id'] ?? '';
      fake.session.receive(
        `<message from="${CAVE.bare}"><captcha xmlns="urn:xmpp:captcha">
           <x xmlns="jabber:x:data" type="form">
           <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:captcha</value></field>
           <field var="from"><value>${CAVE.bare}</value></field>
           <field var="sid"><value>${sid}</value></field></x></captcha></message>`,
      );
      fake.refuse('not-authorized');
      assert.deepEqual(fake.why, ['room-captcha.wrong', 'join', 0]);
    });

    it('never gets an empty nick', async () => {
      for (const nick of ['', '  ', 'a\nb']) {
        room = await fake.ask({ nick });
        assert.deepEqual(fake.why, ['room-nick.invalid', 'nick', 0]);
      }
      assert.deepEqual(fake.told, []);
    });
  });

  describe('that refuses us', () => {
    it('says why, and what can be done', async () => {
      const cases = [
        ['forbidden', 'room-forbidden', 'none'],
        ['item-not-found', 'room-locked', 'join'],
        ['not-allowed', 'room-not-allowed', 'none'],
        ['registration-required', 'room-members-only', 'membership'],
        ['conflict', 'room-nick.taken', 'nick'],
        ['service-unavailable', 'room-closed', 'join'],
        ['jid-malformed', 'room-nick.invalid', 'nick'],
        ['gone', 'room-destroyed', 'none'],
        ['undefined-condition', 'room-refused', 'join'],
      ] as const;
      for (const [condition, code, remedy] of cases) {
        room = await fake.ask();
        fake.refuse(condition);
        assert.deepEqual(fake.why, [code, remedy, 0]);
      }
      fake.forgetSent();
      await fake.advance(60 * MINUTE);
      assert.deepEqual(fake.told, []);
    });

    it('as it is members-only or may not be created, is not joined, and says so', async () => {
      room = await fake.ask({ create: 'open' });
      fake.refuse('not-allowed', 'Room creation is restricted');
      assert.deepEqual(fake.why, ['room-not-allowed.said', 'none', 0]);
      assert.equal(fake.reason?.error.params['said'], 'Room creation is restricted');
      assert.equal(room.occupants.size, 0);
      await fake.ask();
      fake.receive({ nick: 'romeo' });
      fake.refuse('registration-required');
      assert.equal(fake.phase, 'left');
      assert.equal(room.occupants.size, 0);
    });

    it('for want of a password, asks for it and keeps it', async () => {
      for (const origin of ['bookmark', 'invitation', 'user'] as const) {
        fake.room.leave();
        room = await fake.ask({ origin });
        fake.refuse('not-authorized');
        assert.deepEqual(fake.why, ['room-password', 'password', 0]);
        await fake.ask({ origin, password: 'wrong' });
        fake.refuse('not-authorized');
        assert.deepEqual(fake.why, ['room-password.wrong', 'password', 0]);
        await fake.ask({ origin, password: 'right' });
        fake.enter();
      }
      // It is sent with each further join.
      room.rejoin();
      await settle();
      const x = fake.sent.at(-1)?.getChild('x', 'http://jabber.org/protocol/muc');
      assert.equal(x?.getChildText('password'), 'right');
    });

    it('is asked again by itself, slower each time, if that may pass', async () => {
      room = await fake.ask();
      for (const seconds of [30, 60, 120, 300, 900, 900]) {
        fake.refuse('resource-constraint');
        assert.deepEqual(fake.why, ['room-busy', 'join', Math.round(seconds * 1.1)]);
        await fake.advance(Math.round(seconds * 1.1) * SECOND);
        assert.equal(fake.phase, 'joining');
      }
      fake.enter();
      assert.equal(fake.phase, 'joined');
    });

    it('is asked once more if another client invited or bookmarked, and did not open it yet', async () => {
      room = await fake.ask({ origin: 'invitation' });
      fake.refuse('item-not-found');
      assert.equal(fake.why[2], 33);
      await fake.advance(33 * SECOND);
      fake.refuse('item-not-found');
      assert.deepEqual(fake.why, ['room-locked', 'join', 0]);
      fake.info = error('item-not-found');
      await fake.ask({ origin: 'bookmark' });
      assert.equal(fake.why[2], 11);
    });

    it('as another nick is reserved for us, is joined by that', async () => {
      room = await fake.ask();
      fake.info = `<query xmlns="http://jabber.org/protocol/disco#info" node="x-roomuser-item">
        <identity category="conference" type="text" name="capulet" /></query>`;
      fake.refuse('not-acceptable');
      await settle();
      assert.equal(fake.told.at(-1), `${CAVE.bare}/capulet`);
      fake.refuse('not-acceptable');
      assert.deepEqual(fake.why, ['room-nick.reserved', 'nick', 0]);
      assert.equal(fake.reason?.error.params['nick'], 'capulet');
    });

    it('does so only in answer to our request', async () => {
      room = await fake.ask();
      fake.refuse('forbidden', '', 'another');
      assert.equal(fake.phase, 'joining');
      fake.session.receive(
        `<presence from="${CAVE.bare}" type="error">${error('gone')}</presence>`,
      );
      assert.equal(fake.phase, 'left');
    });
  });
});

function challengeOf(state: RoomState): CaptchaChallenge {
  assert.ok(state.phase === 'joining' && state.challenge);
  return state.challenge;
}
