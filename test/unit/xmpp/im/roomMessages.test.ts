import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { fetchPage, fetchRoomPage } from '../../../../src/xmpp/im/messageArchive.ts';
import { messageReceived } from '../../../../src/xmpp/im/messages.ts';
import type { RoomMessage } from '../../../../src/xmpp/im/roomMessage.ts';
import { roomMessageReceived } from '../../../../src/xmpp/im/roomMessages.ts';
import { attachModules } from '../../../../src/xmpp/modules.ts';
import { trustStanzaIds } from '../../../../src/xmpp/xep/0359-stanzaIds.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { plain } from '../../../support/plain.ts';

const account = 'juliet@example.org';
const cave = Jid.of('cave@rooms.example.net');
const SID = 'urn:xmpp:sid:0';

/** A session, and what came to it from rooms. */
function start() {
  const session = new FakeSession();
  attachModules(session);
  const seen: RoomMessage[] = [];
  session.on(roomMessageReceived, (message) => seen.push(message));
  session.on(messageReceived, () => assert.fail('taken for a message of a chat (A14)'));
  const receive = (text: string) => {
    session.receive(text);
    return seen.splice(0);
  };
  return { session, receive };
}

const said = (inner: string, from = `${cave.bare}/romeo`, attrs = 'id="m1"') =>
  `<message type="groupchat" from="${from}" to="${account}/balcony" ${attrs}>${inner}</message>`;
const stanzaId = (id: string, by = cave.bare) =>
  `<stanza-id xmlns="${SID}" id="${id}" by="${by}"/>`;
const occupantId = (id: string) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${id}"/>`;
const real = (jid: string) =>
  `<x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant" jid="${jid}"/></x>`;

function result(queryId: string, id: string, message: string, from = cave.bare) {
  return `<message from="${from}" to="${account}/balcony"><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="${id}">
    <forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2024-12-31T00:00:00Z"/>
    ${message.replace('<message', '<message xmlns="jabber:client"')}</forwarded></result></message>`;
}

/** What the archive of a room gives for these messages, by their index. */
async function archived(session: FakeSession, ...messages: readonly string[]) {
  const page = fetchRoomPage(session, cave, { page: { max: 20, before: '' } });
  const queryId = session.sent.at(-1)?.getChild('query')?.attrs['queryid'] ?? '';
  session.receive(messages.map((message, index) => result(queryId, `a${index}`, message)).join(''));
  session.answer('<iq type="result"><fin xmlns="urn:xmpp:mam:2" complete="true"/></iq>');
  return (await page).messages.map(({ message }) => message);
}

describe('messages of rooms', () => {
  it('are said by an occupant, with the ids of the room', () => {
    const { session, receive } = start();
    trustStanzaIds(session, cave, [SID]);
    const inner = `<body>Hear!</body>${occupantId('o1')}${stanzaId('s1')}<origin-id xmlns="${SID}" id="m1"/>`;
    assert.deepEqual(plain(receive(said(inner))), [
      {
        via: 'live',
        from: 'xmpp:cave@rooms.example.net/romeo',
        to: 'xmpp:juliet@example.org/balcony',
        type: 'groupchat',
        body: 'Hear!',
        stamp: session.clock.now(),
        arrived: session.clock.now(),
        requestsReceipt: false,
        id: 'm1',
        originId: 'm1',
        stanzaId: 's1',
        stanzaIds: [{ id: 's1', by: 'xmpp:cave@rooms.example.net' }],
        room: { nick: 'romeo', occupantId: 'o1' },
      },
    ]);
    assert.deepEqual(
      receive(said('<body>Maintenance at 5</body>', cave.bare)).map(({ room }) => room),
      [{}],
    );
  });

  it('have stanza-ids that count for the room that assigned them, once it announces them', () => {
    const { session, receive } = start();
    const idOf = (inner: string) => receive(said(`<body>x</body>${inner}`))[0]?.stanzaId;
    assert.equal(idOf(stanzaId('s1')), undefined);
    trustStanzaIds(session, Jid.of(account), [SID]);
    trustStanzaIds(session, Jid.of('den@rooms.example.net'), [SID]);
    const others = [account, 'den@rooms.example.net', 'rooms.example.net', `${cave.bare}/romeo`];
    const forged = others.map((by) => stanzaId('forged', by)).join('');
    assert.equal(idOf(stanzaId('s1') + forged), undefined);
    trustStanzaIds(session, cave, ['urn:xmpp:mam:2', SID]);
    assert.equal(idOf(forged + stanzaId('s1')), 's1');
    assert.equal(idOf(forged), undefined);
    assert.equal(idOf(stanzaId('s1') + stanzaId('s2')), undefined);
    session.stream.goOffline();
    session.stream.goOnline(true);
    assert.equal(idOf(stanzaId('s1')), 's1');
    trustStanzaIds(session, cave, []);
    assert.equal(idOf(stanzaId('s1')), undefined);
  });

  it('A14: are of no chat, neither live nor from our archive', async () => {
    const { session, receive } = start();
    const wrong = said('<body>x</body>').replace('groupchat', 'chat');
    const chats = new FakeSession();
    attachModules(chats);
    chats.receive(said('<body>x</body>') + said('<body>x</body>', 'romeo@example.net/orchard'));
    assert.ok(chats.emitted.every(([name]) => name === roomMessageReceived.name));
    const page = fetchPage(session, { page: { max: 20 } });
    const queryId = session.sent.at(-1)?.getChild('query')?.attrs['queryid'] ?? '';
    assert.deepEqual(receive(result(queryId, 'a', said('<body>x</body>'), account)), []);
    session.answer('<iq type="result"><fin xmlns="urn:xmpp:mam:2" complete="true"/></iq>');
    assert.deepEqual((await page).messages, [{ id: 'a' }]);
    const others = [wrong, said('<body>x</body>', 'den@rooms.example.net/romeo')];
    assert.deepEqual(await archived(session, ...others), [undefined, undefined]);
  });

  it('that hold a carbon or a result are not unwrapped', () => {
    const { receive } = start();
    const inner = (name: string, xmlns: string) =>
      `<${name} xmlns="${xmlns}"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client"
        type="chat" from="boss@example.com" to="${account}"><body>pay</body></message></forwarded></${name}>`;
    const carbons = ['sent', 'received'].map((name) => inner(name, 'urn:xmpp:carbons:2')).join('');
    for (const from of [`${cave.bare}/romeo`, cave.bare, account]) {
      assert.deepEqual(receive(said(carbons, from)), []);
      assert.deepEqual(receive(said(inner('result', 'urn:xmpp:mam:2'), from)), []);
      const bodies = receive(said(`<body>look</body>${carbons}`, from)).map(({ body }) => body);
      assert.deepEqual(bodies, ['look']);
    }
  });

  it('tell one occupant-id, or none that counts (XEP-0421 §4)', () => {
    const { receive } = start();
    const idOf = (inner: string) => receive(said(`<body>x</body>${inner}`))[0]?.room.occupantId;
    assert.equal(idOf(occupantId('ö'.repeat(128))), 'ö'.repeat(128));
    for (const ids of [['o1', 'o1'], ['o1', 'o2'], [''], ['x'.repeat(129)]]) {
      assert.equal(idOf(ids.map(occupantId).join('')), undefined);
    }
  });

  it('tell a real JID only from the archive of the room', async () => {
    const { session, receive } = start();
    const message = said(`<body>x</body>${real('romeo@example.net/orchard')}`);
    const history = `<delay xmlns="urn:xmpp:delay" from="${cave.bare}" stamp="2024-12-31T00:00:00Z"/>`;
    for (const text of [message, message.replace('</message>', `${history}</message>`)]) {
      assert.deepEqual(
        receive(text).map(({ room }) => room),
        [{ nick: 'romeo' }],
      );
    }
    const twice = said(`<body>x</body>${real('romeo@example.net')}${real('tybalt@example.net')}`);
    const odd = said(`<body>x</body>${real('@')}`);
    const found = await archived(session, message, twice, odd);
    assert.deepEqual(
      found.map((each) => each?.room.realJid?.full),
      ['romeo@example.net', undefined, undefined],
    );
  });

  it('come live, as history and from the archive under the same id', async () => {
    const { session, receive } = start();
    trustStanzaIds(session, cave, [SID]);
    const inner = `<body>x</body>${stanzaId('a0')}`;
    const delay = `<delay xmlns="urn:xmpp:delay" from="${cave.bare}" stamp="2024-12-31T00:00:00Z"/>`;
    const [live] = receive(said(inner));
    const [history] = receive(said(inner + delay));
    const [copy] = await archived(session, said('<body>x</body>'));
    assert.deepEqual(
      [live, history, copy].map((each) => [each?.stanzaId, each?.delayed, each?.via]),
      [
        ['a0', undefined, 'live'],
        ['a0', true, 'live'],
        ['a0', undefined, 'archive'],
      ],
    );
    assert.equal(history?.stamp, Date.UTC(2024, 11, 31));
    assert.equal(copy?.arrived, Date.UTC(2024, 11, 31));
  });

  it('are delayed if the room says so, not if an occupant does', () => {
    const { session, receive } = start();
    const delay = (from: string, stamp: string) =>
      `<delay xmlns="urn:xmpp:delay" ${from} stamp="${stamp}"/>`;
    const forged = [`from="${cave.bare}/romeo"`, 'from="romeo@example.net"', '']
      .map((from) => delay(from, '2001-01-01T00:00:00Z'))
      .join('');
    const own = delay(`from="${cave.bare}"`, '2024-12-31T00:00:00Z');
    const composing = '<composing xmlns="http://jabber.org/protocol/chatstates"/>';
    const seen = ['', forged, forged + own].flatMap((inner) =>
      receive(said(`<body>x</body>${composing}${inner}`)),
    );
    assert.deepEqual(
      seen.map(({ stamp, delayed, chatState }) => [stamp, delayed, chatState]),
      [
        [session.clock.now(), undefined, 'composing'],
        [session.clock.now(), undefined, 'composing'],
        [Date.UTC(2024, 11, 31), true, undefined],
      ],
    );
  });

  it('with one id, of two occupants, are two', () => {
    const { session, receive } = start();
    trustStanzaIds(session, cave, [SID]);
    const seen = ['romeo', 'tybalt'].flatMap((nick) =>
      receive(said(`<body>${nick}</body>${stanzaId(nick)}`, `${cave.bare}/${nick}`, 'id="1"')),
    );
    assert.deepEqual(
      seen.map(({ id, room, stanzaId }) => [id, room.nick, stanzaId]),
      [
        ['1', 'romeo', 'romeo'],
        ['1', 'tybalt', 'tybalt'],
      ],
    );
  });

  it('refer to others by the stanza-id, corrections by the id', () => {
    const { receive } = start();
    const [reply] = receive(
      said(`<body>aye</body><reply xmlns="urn:xmpp:reply:0" id="s1" to="${cave.bare}/tybalt"/>`),
    );
    assert.deepEqual(plain(reply?.reply), { id: 's1', to: 'xmpp:cave@rooms.example.net/tybalt' });
    const [reaction] = receive(
      said('<reactions xmlns="urn:xmpp:reactions:0" id="s1"><reaction>👍</reaction></reactions>'),
    );
    assert.deepEqual(reaction?.reactions, { id: 's1', emojis: ['👍'] });
    const [retraction] = receive(
      said('<body>f</body><retract xmlns="urn:xmpp:message-retract:1" id="s1"/>'),
    );
    assert.equal(retraction?.retracts, 's1');
    const [marker] = receive(said('<displayed xmlns="urn:xmpp:chat-markers:0" id="s1"/>'));
    assert.equal(marker?.displayedFor, 's1');
    const replace = '<replace xmlns="urn:xmpp:message-correct:0" id="m0"/>';
    assert.equal(receive(said(`<body>b</body>${replace}`))[0]?.replaces, 'm0');
  });

  it('set the subject only where they have neither body nor thread', () => {
    const { receive } = start();
    const subjects = [
      '<subject> Fire\nBurn </subject>',
      '<subject/>',
      `<subject>${'x'.repeat(5000)}</subject>`,
      '<subject>Title</subject><body>x</body>',
      '<subject>Title</subject><thread>t</thread>',
      '<subject>Title</subject><body/>',
      '<body>x</body>',
    ];
    assert.deepEqual(
      subjects
        .flatMap((inner) => receive(said(inner)))
        .map(({ body, subject, roomSubject }) => [body, subject, roomSubject?.slice(0, 9)]),
      [
        ['', undefined, 'Fire\nBurn'],
        ['', undefined, ''],
        ['', undefined, 'xxxxxxxxx'],
        ['x', 'Title', undefined],
        ['', 'Title', undefined],
        ['', 'Title', undefined],
        ['x', undefined, undefined],
      ],
    );
    const [long] = receive(said(subjects[2] ?? '', cave.bare));
    assert.equal(long?.roomSubject?.length, 4096);
  });

  it('ask and tell nothing that is for one person only', () => {
    const { receive } = start();
    const personal =
      '<request xmlns="urn:xmpp:receipts"/><received xmlns="urn:xmpp:receipts" id="m0"/>' +
      '<attention xmlns="urn:xmpp:attention:0"/><proceed xmlns="urn:xmpp:jingle-message:0" id="c1"/>' +
      '<propose xmlns="urn:xmpp:jingle-message:0" id="c1"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></propose>';
    assert.deepEqual(receive(said(personal)), []);
    const [message] = receive(said(`<body>x</body>${personal}`));
    assert.ok(message);
    const { requestsReceipt, receiptFor, callStep, callId, notice } = message;
    assert.deepEqual(
      [requestsReceipt, receiptFor, callStep, callId, notice],
      [false, undefined, undefined, undefined, undefined],
    );
  });

  it('are none where the room tells of itself, or only adds to what is empty', () => {
    const { receive } = start();
    const status = '<x xmlns="http://jabber.org/protocol/muc#user"><status code="104"/></x>';
    const markable = '<markable xmlns="urn:xmpp:chat-markers:0"/>';
    assert.deepEqual(receive(said(status, cave.bare)), []);
    assert.deepEqual(receive(said(`${markable}${occupantId('o1')}${stanzaId('s1')}`)), []);
    assert.deepEqual(receive(said('<body>x</body>', '@')), []);
    const error = said(
      '<error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>',
    );
    assert.deepEqual(receive(error.replace('groupchat', 'error')), []);
  });
});

describe('moderations (XEP-0425)', () => {
  const retract = (inner: string) =>
    `<retract xmlns="urn:xmpp:message-retract:1" id="s1">${inner}</retract>`;
  const moderated = `<moderated xmlns="urn:xmpp:message-moderate:1" by="${cave.bare}/nurse">${occupantId('o9')}</moderated>`;
  const current = retract(`${moderated}<reason> no\nspam </reason>`);
  const old = `<apply-to xmlns="urn:xmpp:fasten:0" id="s1"><moderated xmlns="urn:xmpp:message-moderate:0"
    by="${cave.bare}/nurse"><retract xmlns="urn:xmpp:message-retract:0"/><reason>no spam</reason></moderated></apply-to>`;
  const by = `xmpp:${cave.bare}/nurse`;

  it('come from the room itself, in either version', () => {
    const { receive } = start();
    const read = (inner: string) => receive(said(inner, cave.bare)).map((each) => each.moderates);
    assert.deepEqual(plain(read(current)), [{ id: 's1', reason: 'no spam', by, occupantId: 'o9' }]);
    assert.deepEqual(plain(read(old)), [{ id: 's1', reason: 'no spam', by }]);
    assert.deepEqual(plain(read(current + old)), plain(read(current)));
    const bare = '<moderated xmlns="urn:xmpp:message-moderate:1"/>';
    assert.deepEqual(plain(read(retract(bare))), [{ id: 's1', reason: '' }]);
    const fallback =
      '<body>moderated</body><fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:message-retract:1"/>';
    const [message] = receive(said(current + fallback, cave.bare));
    assert.deepEqual([message?.body, message?.retracts], ['', undefined]);
  });

  it('A12: of an occupant are nothing, and no retraction either', () => {
    const { session, receive } = start();
    for (const inner of [current, old]) {
      assert.deepEqual(receive(said(inner)), []);
      const [message] = receive(said(`<body>x</body>${inner}`));
      assert.deepEqual([message?.moderates, message?.retracts], [undefined, undefined]);
    }
    assert.deepEqual(session.emitted.length, 2);
  });

  it('without the id of a message are none', () => {
    const { receive } = start();
    for (const inner of [current, old]) {
      for (const id of ['id=""', `id="${'x'.repeat(1024)}"`]) {
        assert.deepEqual(receive(said(inner.replace('id="s1"', id), cave.bare)), []);
      }
    }
  });

  it('leave tombstones in the archive of the room, and nowhere else', async () => {
    const { session, receive } = start();
    const stamp = 'stamp="2024-12-31T00:00:12Z"';
    const tombstone = `${occupantId('o1')}<retracted xmlns="urn:xmpp:message-retract:1" ${stamp}>${moderated}<reason>no spam</reason></retracted>`;
    const oldTombstone = `<moderated xmlns="urn:xmpp:message-moderate:0" by="${cave.bare}/nurse">
      <retracted xmlns="urn:xmpp:message-retract:0" ${stamp}/><reason>no spam</reason></moderated>`;
    const retracted = '<retracted xmlns="urn:xmpp:message-retract:1" id="r1"/>';
    const all = [tombstone, oldTombstone, retracted].map((inner) => said(inner));
    assert.deepEqual(receive(all.join('')), []);
    const found = await archived(session, ...all);
    const time = Date.UTC(2024, 11, 31, 0, 0, 12);
    assert.deepEqual(
      plain(found.map((each) => [each?.moderated, each?.retractedBy, each?.room])),
      plain([
        [
          { by, occupantId: 'o9', reason: 'no spam', stamp: time },
          undefined,
          { nick: 'romeo', occupantId: 'o1' },
        ],
        [{ by, reason: 'no spam', stamp: time }, undefined, { nick: 'romeo' }],
        [undefined, 'r1', { nick: 'romeo' }],
      ]),
    );
  });
});
