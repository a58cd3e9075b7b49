import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { Account } from '../../../../src/model/account/account.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import type { Element } from '../../../../src/xmpp/stanza/xml.ts';
import { roomInfo } from '../../../support/fakeAccountRooms.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';
import { CAVE, USER } from '../../../support/fakeRooms.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';

const { bare } = CAVE;
const bob = 'bob@example.org';
/** Both the contact and the room are in the roster. */
const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" subscription="both" /><item jid="${bare}" subscription="to" /></query></iq>`;

describe('the rooms of an account that is connected', () => {
  let link: FakeLink;
  let account: Account;
  let mayKnowPresence: (jid: Jid) => boolean;

  beforeEach(async () => {
    link = new FakeLink();
    const known = link.session.stream.server;
    link.session.stream.server = (stanza) => answerOfRoom(stanza) ?? known(stanza);
    const record = { jid: 'juliet@example.org', show: 'available', status: '' } as const;
    const deps = accountDeps(link);
    account = createAccount(record, 'secret', {
      ...deps,
      openLink: (options) => {
        mayKnowPresence = options.mayKnowPresence;
        return deps.openLink(options);
      },
    });
    link.goOnline();
    link.session.answer(roster);
    await settle();
    link.session.log.lines.length = 0;
  });

  const receive = async (text: string) => {
    link.session.receive(text);
    await settle();
  };
  const enter = () =>
    receive(`<presence from="${bare}/juliet"><x xmlns="${USER}">
      <item affiliation="none" role="participant" /><status code="110" /></x></presence>`);
  const join = async () => {
    const joined = account.rooms.joining.join({ room: CAVE, nick: 'juliet' });
    await settle();
    await enter();
    await joined;
  };
  const phase = () => account.rooms.memberships.find(bare)?.state.phase;
  const told = () =>
    link.session.sent
      .filter((stanza) => stanza.is('presence'))
      .map(({ attrs }) => `${attrs['to'] ?? 'all'} ${attrs['type'] ?? 'here'}`);

  it('are joined as soon as there is a connection, before contacts are told of us', async () => {
    link.goOffline();
    link.goOnline();
    const joined = account.rooms.joining.join({ room: CAVE, nick: 'juliet' });
    await settle();
    assert.equal(told().at(-1), `${bare}/juliet here`);
    await enter();
    await joined;
  });

  it('ask by forms, whose words for other clients are no conversation', async () => {
    const form = (type: string, fields: string) =>
      `<x xmlns="jabber:x:data" type="form"><field var="FORM_TYPE"><value>${type}</value></field>
         ${fields}</x>`;
    const field = (name: string, value: string) =>
      `<field var="${name}"><value>${value}</value></field>`;
    const joined = account.rooms.joining.join({ room: CAVE, nick: 'juliet' });
    await settle();
    const sid = link.session.sent.at(-1)?.attrs['id'] ?? '';
    await receive(
      `<message from="${bare}" id="c"><body>Visit https://example.net</body>
         <captcha xmlns="urn:xmpp:captcha">${form('urn:xmpp:captcha', field('from', bare) + field('sid', sid))}</captcha></message>`,
    );
    const state = account.rooms.memberships.find(bare)?.state;
    assert.ok(state?.phase === 'joining' && state.challenge);
    await enter();
    await joined;
    const fields = field('muc#role', 'participant') + field('muc#roomnick', 'hag');
    const asked = form(
      'http://jabber.org/protocol/muc#request',
      fields + field('muc#request_allow', '0'),
    );
    await receive(`<message from="${bare}" id="v"><body>Approve?</body>${asked}</message>`);
    assert.deepEqual(await account.chats.openRoom(CAVE).load({ limit: 9 }), []);
    // Of who is no room, they are words like others.
    await receive(`<message from="${bob}/x" id="w"><body>Approve?</body>${asked}</message>`);
    assert.equal(account.chats.find(bob)?.unread, 1);
  });

  it('A14: have presence of their own, which no contact gets', async () => {
    await join();
    await receive(`<presence from="${bare}/romeo" />`);
    assert.equal(account.rooms.memberships.find(bare)?.occupants.size, 2);
    assert.deepEqual(account.contacts.get(bare)?.resources, []);
    await receive(`<presence from="${bob}/x" />`);
    assert.equal(account.contacts.get(bob)?.resources.length, 1);
  });

  it('are joined again in a new session, and asked in the same', async () => {
    await join();
    link.goOffline();
    link.goOnline(true);
    await settle();
    assert.equal(phase(), 'joined');
    link.goOffline();
    link.goOnline();
    assert.equal(phase(), 'asking');
    link.session.answer(roster);
    await settle();
    assert.deepEqual(told().slice(-2), ['all here', `${bare}/juliet here`]);
  });

  it('are told our presence, and left while we are invisible', async () => {
    await join();
    await account.setPresence('dnd', '');
    assert.deepEqual(told().slice(-2), ['all here', `${bare}/juliet here`]);
    await account.setPresence('invisible', '');
    assert.deepEqual([phase(), told().at(-1)], ['left', 'all unavailable']);
    await account.setPresence('available', '');
    await settle();
    await enter();
    assert.equal(phase(), 'joined');
  });

  it('A20: may ask us what contacts may only from our own address', async () => {
    await join();
    assert.equal(mayKnowPresence(Jid.of(`${bare}/romeo`)), false);
    assert.equal(mayKnowPresence(Jid.of(`${bare}/juliet`)), true);
  });

  it('A17: are only invitations until the user answers, and no chats', async () => {
    await receive(`<message from="${bob}/x" id="i"><body>Come to the cave</body>
      <x xmlns="jabber:x:conference" jid="${bare}" password="cauldronburn" /></message>`);
    const [invitation, ...others] = account.rooms.invitations.values();
    assert.deepEqual(
      [invitation?.room.full, invitation?.inviter?.bare, others.length],
      [bare, bob, 0],
    );
    assert.equal(account.chats.find(bob)?.unread ?? 0, 0);
    assert.deepEqual(told(), ['all here']);
  });

  it('of another client of ours are told of in the chat, as what we sent', async () => {
    await receive(`<message from="juliet@example.org"><sent xmlns="urn:xmpp:carbons:2">
      <forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" to="${bob}" id="i"
        from="juliet@example.org/phone"><x xmlns="jabber:x:conference" jid="${bare}" /></message>
      </forwarded></sent></message>`);
    assert.deepEqual([...account.rooms.invitations.values()], []);
    const [message] = (await account.chats.find(bob)?.load({ limit: 1 })) ?? [];
    assert.equal(message?.notice?.kind, 'invitation');
  });

  it('delay nothing else when they fail', async () => {
    await join();
    const { memberships } = account.rooms;
    memberships.begin = () => {
      throw new Error('broken');
    };
    link.goOffline();
    link.goOnline();
    link.session.answer(roster);
    await settle();
    assert.ok(account.settled);
    assert.equal(told().at(-1), 'all here');
    assert.match(link.session.log.lines.join(), /joining rooms failed/u);
    await account.outbox.send(Jid.of(bob), { body: 'hello' });
    assert.deepEqual(link.bodies, ['hello']);
  });
});

/** What the room answers to whoever asks what it is, or pings. */
function answerOfRoom(stanza: Element): readonly Element[] | undefined {
  const { id, to } = stanza.attrs;
  if (stanza.getName() !== 'iq' || to?.startsWith(bare) !== true) return undefined;
  const isPing = stanza.getChild('ping') !== undefined;
  return parseXml(
    `<iq xmlns="jabber:client" type="result" id="${id ?? ''}" from="${to}">${isPing ? '' : roomInfo()}</iq>`,
  );
}
