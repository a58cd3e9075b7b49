import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Failure } from '../../../../src/base/userError.ts';
import { bookmarkEvent, conference, NATIVE } from '../../../support/bookmarkServer.ts';
import type { Element } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeAccountRooms, roomInfo } from '../../../support/fakeAccountRooms.ts';
import { CAVE, error } from '../../../support/fakeRooms.ts';
import { settle } from '../../../support/settle.ts';

const OWNER = 'http://jabber.org/protocol/muc#owner';
const ADMIN = 'http://jabber.org/protocol/muc#admin';
const bob = Jid.of('bob@example.org');

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (refusal: unknown) => (refusal instanceof Failure ? refusal.userError.code : String(refusal)),
  );

describe('the rooms of an account', () => {
  let fake: FakeAccountRooms;

  beforeEach(async () => {
    fake = new FakeAccountRooms();
    await fake.begin();
  });
  afterEach(() => {
    assert.deepEqual(fake.reports, []);
  });

  const { bare } = CAVE;
  const bookmark = () => fake.rooms.find(bare)?.bookmark;
  const autojoin = async (attrs: string, nick = '') => {
    fake.session.receive(
      bookmarkEvent(NATIVE, `<item id="${bare}">${conference(nick, attrs)}</item>`),
    );
    await settle();
  };

  describe('by their bookmarks', () => {
    it('are joined and left as another client says, and nothing is written back', async () => {
      await autojoin(' autojoin="true"', '<nick>jule</nick>');
      assert.equal(fake.session.sent.at(-1)?.attrs['to'], `${bare}/jule`);
      fake.enter();
      await settle();
      assert.equal(fake.phase, 'joined');
      await autojoin(' autojoin="false"', '<nick>jule</nick>');
      assert.equal(fake.phase, 'left');
      assert.deepEqual(fake.server.changes, []);
    });

    it('are joined in a new session, with a nick in any case, but not where we were removed', async () => {
      fake.server.put(NATIVE, { [bare]: conference('', ' autojoin="1"') });
      await fake.begin();
      assert.equal(fake.session.sent.at(-1)?.attrs['to'], `${bare}/juliet`);
      fake.enter();
      fake.leave('<item role="none"/><status code="110"/><status code="307"/>');
      assert.equal(fake.phase, 'left');
      await fake.begin();
      assert.equal(fake.phase, 'left');
      assert.deepEqual(fake.told, ['available']);
    });

    it('are not joined at each start any more once destroyed', async () => {
      await fake.join();
      fake.leave('<item role="none"/><destroy jid="other@rooms.example.net"/>');
      await settle();
      assert.deepEqual([bookmark()?.autojoin, fake.phase], [false, 'left']);
    });

    it('are forgotten with bookmark and password', async () => {
      const { outcome } = await fake.ask({ password: 'x' });
      fake.enter();
      await outcome;
      await fake.rooms.actions.forget(CAVE);
      assert.deepEqual([fake.rooms.find(bare), fake.secrets.all.size], [undefined, 0]);
      assert.deepEqual(fake.told, ['available', 'unavailable']);
      assert.deepEqual(fake.server.node(NATIVE), {});
    });
  });

  describe('for messages that wait', () => {
    const send = async () => {
      await fake.rooms.joinToSend(CAVE);
      await settle();
    };
    const leave = async () => {
      await fake.join();
      await fake.rooms.actions.leave(CAVE);
    };

    it('are joined again by the nick that we had, and bookmarked', async () => {
      await leave();
      assert.equal(bookmark()?.autojoin, false);
      const joined = send();
      await settle();
      assert.equal(fake.session.sent.at(-1)?.attrs['to'], `${bare}/juliet`);
      fake.enter();
      await joined;
      assert.deepEqual([fake.phase, bookmark()?.autojoin], ['joined', true]);
    });

    it('are joined once there is a session', async () => {
      await leave();
      fake.session.stream.goOffline();
      const joined = send();
      await settle();
      fake.session.stream.goOnline(false);
      await fake.begin();
      fake.enter();
      await joined;
      assert.equal(fake.phase, 'joined');
    });

    it('are not joined where that cannot help, nor where it goes on by itself', async () => {
      await send();
      assert.equal(fake.phase, undefined);
      await fake.join();
      const told = fake.told.length;
      await send();
      fake.leave(
        '<item role="none" affiliation="outcast"/><status code="110"/><status code="301"/>',
      );
      await send();
      assert.deepEqual([fake.phase, fake.told.length], ['left', told]);
    });

    it('say why they are not joined by their state alone', async () => {
      await leave();
      const joined = send();
      await settle();
      fake.refuse('registration-required');
      await joined;
      const state = fake.rooms.memberships.find(bare)?.state;
      assert.equal(state?.phase === 'left' && state.reason?.remedy, 'membership');
    });
  });

  it('are closed by us without a word of others', async () => {
    await fake.join();
    const destroying = fake.rooms.administration.destroy(CAVE, 'done');
    fake.leave('<item role="none"/><destroy><reason>done</reason></destroy>');
    await destroying;
    const state = fake.rooms.memberships.find(bare)?.state;
    assert.equal(state?.phase === 'left' && state.reason?.error.code, 'room-destroyed.own');
    assert.equal(bookmark()?.autojoin, false);
  });

  describe('register us', () => {
    const REGISTER = 'jabber:iq:register';
    const form = (content: string) => `<query xmlns="${REGISTER}">${content}</query>`;
    const fields = `<x xmlns="jabber:x:data" type="form">
      <field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/muc#register</value></field>
      <field var="muc#register_roomnick" type="text-single"><required /></field></x>`;
    const answers = { isDataForm: true, values: { 'muc#register_roomnick': ['juliet'] } };

    it('by their form', async () => {
      fake.answers.set(`get ${REGISTER}`, form(fields));
      const { form: asked, registered } = await fake.rooms.registration.fetch(CAVE);
      assert.deepEqual([asked.fields.length, registered], [2, undefined]);
      await fake.rooms.registration.request(CAVE, answers);
      assert.match(fake.asked.at(-1) ?? '', /^set .*type="submit".*roomnick"><value>juliet</u);
    });

    it('once: they tell the nick that is reserved', async () => {
      const content = '<registered/><username>jule</username>';
      fake.answers.set(`get ${REGISTER}`, form(content));
      assert.equal((await fake.rooms.registration.fetch(CAVE)).registered, 'jule');
    });

    it('not, where they say why', async () => {
      for (const [condition, code] of [
        ['registration-required', 'room-registration.not-offered'],
        ['service-unavailable', 'room-registration.not-offered'],
        ['not-allowed', 'room-registration.not-offered'],
        ['forbidden', 'room-forbidden'],
        ['conflict', 'room-nick.taken'],
        ['bad-request', 'room-registration.invalid'],
        ['item-not-found', 'room-missing'],
      ] as const) {
        fake.answers.set(`set ${REGISTER}`, error(condition));
        await assert.rejects(
          fake.rooms.registration.request(CAVE, answers),
          (failed: Failure) => failed.userError.code === code,
          condition,
        );
      }
    });
  });

  describe('ask something of who joins', () => {
    const CAPTCHA = 'urn:xmpp:captcha';
    const ask = async () => {
      await fake.ask();
      const sid = fake.session.sent.at(-1)?.attrs['id'] ?? '';
      fake.session.receive(
        `<message from="${bare}"><captcha xmlns="${CAPTCHA}"><x xmlns="jabber:x:data" type="form">
           <field var="FORM_TYPE" type="hidden"><value>${CAPTCHA}</value></field>
           <field var="from" type="hidden"><value>${bare}</value></field>
           <field var="sid" type="hidden"><value>${sid}</value></field>
           <field var="ocr" /></x></captcha></message>`,
      );
    };
    const answer = () => fake.rooms.captchas.answer(CAVE, { ocr: ['7nHL3'] });

    it('and are answered once', async () => {
      await ask();
      assert.ok(fake.rooms.captchas.get(CAVE).fields.some(({ name }) => name === 'ocr'));
      await answer();
      assert.match(fake.asked.at(-1) ?? '', /^set .*7nHL3/u);
      await assert.rejects(answer(), { code: 'room-captcha' });
      fake.enter();
      await settle();
      assert.equal(fake.phase, 'joined');
    });

    it('say whether the answer was wrong, or comes too late', async () => {
      for (const [condition, code] of [
        ['not-allowed', 'room-captcha.wrong'],
        ['not-acceptable', 'room-captcha.wrong'],
        ['item-not-found', 'room-captcha.none'],
      ] as const) {
        await ask();
        fake.answers.set(`set ${CAPTCHA}`, error(condition));
        await assert.rejects(answer(), (failed: Failure) => failed.userError.code === code);
        await fake.rooms.actions.leave(CAVE);
      }
    });

    it('nothing of who does not join', async () => {
      await assert.rejects(answer(), { code: 'room-captcha' });
    });
  });

  it('tell once of all that changes at a time', async () => {
    await fake.join();
    const told: (readonly string[])[] = [];
    fake.rooms.onDidChange((ids) => told.push(ids));
    for (const nick of ['romeo', 'nurse']) {
      fake.session.receive(`<presence from="${bare}/${nick}" />`);
    }
    await settle();
    assert.ok(told.length <= 2, String(told.length));
    assert.deepEqual(new Set(told.flat()), new Set([bare]));
  });

  it('are named by the user, by themselves or by their address', async () => {
    await fake.join();
    const name = () => fake.rooms.find(bare)?.name;
    assert.equal(name(), 'Cave');
    await fake.rooms.actions.rename(CAVE, 'Witches');
    assert.equal(name(), 'Witches');
    assert.match(fake.server.node(NATIVE)[bare] ?? '', /name="Witches"/u);
  });

  it('are changed only from inside', async () => {
    const { actions, administration, forms } = fake.rooms;
    const change = { nick: 'x', role: 'none', reason: '' } as const;
    assert.equal(await codeOf(actions.setSubject(CAVE, 'Fire')), 'room-not-joined');
    assert.equal(await codeOf(administration.setRole(CAVE, change)), 'room-not-joined');
    assert.equal(await codeOf(forms.fetch(CAVE)), 'room-not-joined');
    assert.deepEqual(fake.asked, []);
  });

  it('say why a message to them is refused', async () => {
    await fake.join();
    assert.equal(await codeOf(fake.rooms.actions.setSubject(CAVE, 'Fire')), 'done');
    const refused = codeOf(fake.rooms.actions.setSubject(CAVE, 'Water'));
    const { id } = fake.session.sent.at(-1)?.attrs ?? {};
    fake.session.receive(
      `<message from="${bare}" type="error" id="${id ?? ''}">${error('forbidden')}</message>`,
    );
    assert.equal(await refused, 'room-change.not-permitted');
  });

  it('say why they are not administered as wanted', async () => {
    await fake.join();
    fake.session.receive(`<presence from="${bare}/romeo" />`);
    const { administration } = fake.rooms;
    const change = { affiliation: 'outcast', reason: '' } as const;
    const ban = (of: { nick: string } | { jid: Jid }) =>
      codeOf(administration.setAffiliation(CAVE, of, change));
    assert.equal(await ban({ nick: 'romeo' }), 'room-change.no-address');
    assert.equal(await ban({ nick: 'nurse' }), 'room-change.no-occupant');
    assert.equal(await ban({ jid: bob }), 'done');
    assert.match(fake.asked.at(-1) ?? '', /jid="bob@example.org"/u);
    for (const [condition, code] of [
      ['not-allowed', 'room-change.not-permitted'],
      ['conflict', 'room-change.own'],
      ['jid-malformed', 'room-change.bad-address'],
    ] as const) {
      fake.answers.set(`set ${ADMIN}`, error(condition));
      assert.equal(await ban({ jid: bob }), code);
    }
    fake.answers.set(`set ${ADMIN}`, error('item-not-found'));
    const kick = administration.setRole(CAVE, { nick: 'nurse', role: 'none', reason: '' });
    assert.equal(await codeOf(kick), 'room-change.no-occupant');
  });

  it('are configured by the form that was fetched last', async () => {
    await fake.join();
    const { forms } = fake.rooms;
    assert.equal(await codeOf(forms.submit(CAVE, {})), 'room-form.outdated');
    assert.equal(await codeOf(forms.fetch(CAVE)), 'room-form.none');
    fake.answers.set(
      `get ${OWNER}`,
      `<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="form">
         <field var="a" type="hidden"><value>1</value></field><field var="b" /></x></query>`,
    );
    await forms.fetch(CAVE);
    fake.answers.set(`set ${OWNER}`, error('not-acceptable'));
    assert.equal(await codeOf(forms.submit(CAVE, { b: ['?'] })), 'room-form.refused');
    fake.answers.delete(`set ${OWNER}`);
    assert.equal(await codeOf(forms.submit(CAVE, { b: ['2'] })), 'done');
    assert.match(fake.asked.at(-1) ?? '', /var="a"><value>1<.*var="b"><value>2</u);
    assert.equal(await codeOf(forms.submit(CAVE, { b: ['2'] })), 'room-form.outdated');
  });

  for (const [versions, asked] of [
    [['1'], 'moderate:1'],
    [['0'], 'moderate:0'],
    [['1', '0'], 'moderate:1'],
    [['0', '1'], 'moderate:1'],
  ] as const) {
    it(`take back a message of another in the version that the room announces: ${versions.join(', ')}`, async () => {
      fake.info = roomInfo(...versions.map((version) => `urn:xmpp:message-moderate:${version}`));
      await fake.join('<item affiliation="owner" role="moderator" />');
      const requests: Element[] = [];
      const { stream } = fake.session;
      const { server } = stream;
      stream.server = (stanza) => {
        requests.push(stanza);
        return server(stanza);
      };
      await fake.rooms.administration.moderate(CAVE, 's1', 'spam');
      const [request, ...others] = requests.map(String);
      assert.equal(others.length, 0);
      assert.ok(request?.includes(`urn:xmpp:message-${asked}`) && request.includes('id="s1"'));
      fake.answers.set('set urn:xmpp:message-moderate:1', error('forbidden'));
      fake.answers.set('set urn:xmpp:fasten:0', error('forbidden'));
      const outcome = await codeOf(fake.rooms.administration.moderate(CAVE, 's1', ''));
      assert.equal(outcome, 'room-change.not-permitted');
    });
  }

  describe('invite', () => {
    const invited = () => fake.session.sent.filter((stanza) => stanza.getName() === 'message');

    it('by the room itself where it is for members only', async () => {
      fake.info = roomInfo('muc_membersonly');
      await fake.join();
      await fake.rooms.invite(CAVE, [bob], 'Come');
      const [message, ...others] = invited();
      assert.deepEqual([message?.attrs['to'], others.length], [bare, 0]);
      assert.equal(message?.getChild('x')?.getChild('invite')?.attrs['to'], bob.full);
    });

    it('directly else, with the password', async () => {
      const { outcome } = await fake.ask({ password: 'cauldronburn' });
      fake.enter();
      await outcome;
      await fake.rooms.invite(CAVE, [bob], '');
      const [message] = invited();
      assert.equal(message?.attrs['to'], bob.full);
      assert.equal(message.getChild('x')?.attrs['password'], 'cauldronburn');
    });
  });

  it('wait for the answer to an invitation, which joining is', async () => {
    const invitation = { room: CAVE, mediated: false, inviter: bob, reason: '' };
    await fake.rooms.invitations.receive(invitation, 1);
    assert.deepEqual(fake.told, []);
    const [waiting] = fake.rooms.invitations.values();
    const accepted = codeOf(fake.rooms.invitations.accept(waiting?.id ?? '', 'juliet'));
    await settle();
    fake.enter();
    assert.equal(await accepted, 'done');
    assert.deepEqual([...fake.rooms.invitations.values()], []);
    // Those to a room that we are in are nothing to tell.
    await fake.rooms.invitations.receive(invitation, Date.now());
    assert.deepEqual([...fake.rooms.invitations.values()], []);
  });

  it('are listed page by page, where there is a service', async () => {
    const service = Jid.of('rooms.example.net');
    assert.equal(await codeOf(fake.rooms.directory.list(service)), 'no-room-service.there');
    assert.equal(await codeOf(fake.rooms.directory.list()), 'no-room-service');
    fake.session.stream.goOffline();
    assert.equal(await codeOf(fake.rooms.directory.list()), 'offline');
  });

  it('tell what an address is', async () => {
    assert.equal((await fake.rooms.directory.info(CAVE))?.name, 'Cave');
    fake.info = error('item-not-found');
    assert.equal(await fake.rooms.directory.info(CAVE), undefined);
    fake.info = '<query xmlns="http://jabber.org/protocol/disco#info" />';
    assert.equal(await codeOf(fake.rooms.directory.info(CAVE)), 'not-a-room');
  });
});
