import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { parseContent } from '../../../../src/xmpp/im/messageContent.ts';
import { parseParts } from '../../../../src/xmpp/im/messageParts.ts';
import {
  isMentionOf,
  type Mention,
  mentionableJid,
  parseMentions,
} from '../../../../src/xmpp/im/mentions.ts';
import { sendChatMessage } from '../../../../src/xmpp/im/outgoingMessage.ts';
import { buildXmppUri } from '../../../../src/base/xmppUri.ts';
import { parseMentionUri } from '../../../../src/xmpp/xep/0372-references.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const room = 'cave@rooms.example.net';
const occupant = Jid.of(`${room}/Juliet`);
const from = Jid.of(`${room}/romeo`);

const reference = (place: string, uri = `xmpp:${room}/Juliet`) =>
  `<reference xmlns="urn:xmpp:reference:0" type="mention" ${place} uri="${uri}"/>`;
const mention = (attrs: string, inner = '') =>
  `<mention xmlns="urn:xmpp:mentions:0" ${attrs}>${inner}</mention>`;

function message(inner: string) {
  const [element] = parseXml(`<message xmlns="jabber:client">${inner}</message>`);
  assert.ok(element);
  return element;
}

/** The letters that the mentions name, of a text. */
const named = (text: string, mentions: readonly Mention[] | undefined) =>
  mentions?.map(({ range }) => range && text.slice(range.start, range.end));

/** The letters that the mentions of a message name: of its own words, and of the whole body. */
function namedIn(inner: string) {
  const element = message(inner);
  const { body, fullBody, ...found } = parseContent(element, from, parseParts(element));
  return [named(body, found.mentions), named(fullBody ?? '', found.fullMentions)];
}

describe('mentions', () => {
  it('are at their letters after an emoji, and after a quotation', () => {
    const body = (text: string) => `<body>${text}</body>`;
    assert.deepEqual(namedIn(`${body('Juliet, hear')}${reference('begin="0" end="6"')}`), [
      ['Juliet'],
      undefined,
    ]);
    const emoji = `${body('👋🏽 Juliet 👋')}${reference('begin="3" end="9"')}`;
    assert.deepEqual(namedIn(emoji), [['Juliet'], undefined]);
    const reply =
      '<reply xmlns="urn:xmpp:reply:0" id="s1"/><fallback xmlns="urn:xmpp:fallback:0" ' +
      'for="urn:xmpp:reply:0"><body start="0" end="10"/></fallback>';
    const quoted = `${body('> 👋 Julie\n\n👋 Juliet')}${reply}${reference('begin="13" end="19"')}`;
    assert.deepEqual(namedIn(quoted), [['Juliet'], ['Juliet']]);
    const inQuotation = quoted.replace('begin="13" end="19"', 'begin="4" end="9"');
    assert.deepEqual(namedIn(inQuotation), [[undefined], ['Julie']]);
  });

  it('have no place where that is not in the body, or not known', () => {
    const places = [
      '',
      'begin="3" end="3"',
      'begin="5" end="2"',
      'begin="-1" end="2"',
      'begin="x"',
    ];
    for (const place of [...places, 'begin="9" end="99"']) {
      assert.deepEqual(namedIn(`<body>Hi</body>${reference(place)}`), [[undefined], undefined]);
    }
    assert.deepEqual(namedIn(`<body>Hi you</body>${reference('begin="3" end="99"')}`)[0], ['you']);
    const dropped = `<body>a\u0085b Juliet</body>${reference('begin="4" end="10"')}`;
    assert.deepEqual(namedIn(dropped), [[undefined], undefined]);
  });

  it('are told in both ways, at most 50 each, without groups and what is not to disturb', () => {
    const found = (inner: string) => parseMentions(message(inner), 'Juliet');
    const place = 'begin="0" end="6"';
    const range = { start: 0, end: 6 };
    assert.deepEqual(found(mention(`${place} occupantid="o1"`)), [{ occupantId: 'o1', range }]);
    assert.deepEqual(found(mention(`${place} jid="juliet@example.org" hreflang="de"`)), [
      { jid: Jid.of('juliet@example.org') },
    ]);
    const ignored = [
      mention('mentions="urn:xmpp:mentions:0#channel"'),
      mention('mentions="urn:xmpp:mentions:0#hats" occupantid="o1"'),
      mention('occupantid="o1"', '<noping/>'),
      mention(place),
      mention('jid="@"'),
      reference(place, 'https://example.org/'),
      reference(`${place} anchor="xmpp:x@y"`),
      reference(place).replace('mention', 'data'),
    ];
    assert.deepEqual(found(ignored.join('')), []);
    const many = reference(place).repeat(200) + mention('occupantid="o1"').repeat(200);
    assert.equal(found(many).length, 100);
  });

  it('are of us by our address, our nick in that room, or the occupant-id that it announces', () => {
    const account = Jid.of('juliet@example.org');
    const who = { account, occupant, occupantId: 'o1' };
    const of = (one: Mention, mentioned: Parameters<typeof isMentionOf>[1] = who) =>
      isMentionOf(one, mentioned);
    for (const jid of [account, occupant]) assert.ok(of({ jid }));
    assert.ok(of({ occupantId: 'o1' }));
    const others = [`${room}/juliet`, room, 'den@rooms.example.net/Juliet', 'juliet@example.com'];
    for (const jid of others) assert.equal(of({ jid: Jid.of(jid) }), false, jid);
    assert.equal(of({ occupantId: 'o1' }, { account, occupant }), false);
    assert.equal(of({}), false);
  });
});

describe('the URIs of mentions (RFC 5122)', () => {
  it('say any JID, and are read back', () => {
    for (const text of [`${room}/Julia & Jürgen 100%?#/`, room, 'rooms.example.net', 'a+b@x/👋']) {
      const jid = Jid.of(text);
      assert.match(buildXmppUri(jid), /^xmpp:[^\s?#&"<>]+$/u);
      assert.equal(parseMentionUri(buildXmppUri(jid))?.full, jid.full);
    }
    assert.equal(buildXmppUri(occupant), `xmpp:${room}/Juliet`);
    assert.equal(parseMentionUri(`XMPP:${room}/Juliet?message#x`)?.full, occupant.full);
  });

  it('are none where they name no JID', () => {
    const long = `xmpp:x@y/${'%61'.repeat(4000)}`;
    for (const uri of ['', 'xmpp:', 'xmpp:?join', 'xmpp://a@b/c@d', 'xmpp:%FF@x', 'xmpp:@', long]) {
      assert.equal(parseMentionUri(uri), undefined, uri.slice(0, 20));
    }
  });
});

describe('mentions that are sent', () => {
  const send = (message: Parameters<typeof sendChatMessage>[1]) => {
    const session = new FakeSession();
    sendChatMessage(session, message);
    const [stanza] = session.sent;
    assert.ok(stanza);
    return stanza;
  };

  it('are at their letters in what is sent, after a quotation and what XML cannot hold', () => {
    const body = '👋\u0000\uD83D Juliet';
    const range = { start: body.indexOf('J'), end: body.length };
    const reply = { id: 's1', to: from, quoted: '👋\nO' };
    const mentions = [{ jid: occupant, range }, { jid: from }];
    const stanza = send({ id: 'u1', to: Jid.of(room), audience: 'room', body, reply, mentions });
    const sent = Array.from(stanza.getChildText('body') ?? '');
    const [first, second] = stanza.getChildren('reference', 'urn:xmpp:reference:0');
    const { begin, end, uri } = first?.attrs ?? {};
    assert.equal(sent.slice(Number(begin), Number(end)).join(''), 'Juliet');
    assert.equal(uri, `xmpp:${room}/Juliet`);
    assert.deepEqual([second?.attrs['begin'], second?.attrs['end']], [undefined, undefined]);
  });

  it('show no real JID to those who do not see it', () => {
    const seen = { occupant, realJid: Jid.of('juliet@example.org/balcony') };
    const uri = (isNonAnonymous: boolean) => {
      const mentions = [{ jid: mentionableJid(seen, isNonAnonymous), range: { start: 0, end: 6 } }];
      const to = Jid.of(room);
      const stanza = send({ id: 'u1', to, audience: 'room', body: 'Juliet', mentions });
      if (!isNonAnonymous) assert.equal(stanza.toString().includes('example.org'), false);
      return stanza.getChild('reference')?.attrs['uri'];
    };
    assert.equal(uri(false), `xmpp:${room}/Juliet`);
    assert.equal(uri(true), 'xmpp:juliet@example.org');
    assert.equal(mentionableJid({ occupant }, true), occupant);
  });
});
