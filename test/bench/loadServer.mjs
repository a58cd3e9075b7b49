// @ts-check
// A server for one load: plain TCP on loopback, everything it says prepared, so that it is never
// what a benchmark waits for. It prints its port, and ends with its input.
//   node --import tsx test/bench/loadServer.mjs --load LOAD --n N --mechanism M --page K --rtt MS
// It gives at most K messages of its archive at once, and says everything a round trip of MS late.
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { ScramServer } from '../support/scramServer.ts';
import { ArchivePages } from './archivePages.mjs';
import { stanzasFor } from './loadStanzas.mjs';
import { ROOM_LOADS, roomOf } from './options.mjs';
import { splitStream } from './splitStream.mjs';

const options = Object.fromEntries(
  ['load', 'n', 'mechanism', 'page', 'rtt'].map((name) => [
    name,
    { type: /** @type {const} */ ('string') },
  ]),
);
const { load, n, mechanism, page, rtt } = parseArgs({ options }).values;
const kind = /** @type {import('./options.mjs').Load} */ (load);
const { roster, pushed, archive } = stanzasFor(kind, Number(n));
const hasRoom = ROOM_LOADS.includes(kind);
const pages = new ArchivePages(archive, Number(page));
const roundTripMs = Number(rtt);

const PASSWORD = 'bench';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_SM = 'urn:xmpp:sm:3';
const HEADER =
  '<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" id="bench" from="localhost" version="1.0">';
const MECHANISMS = `<mechanisms xmlns="${NS_SASL}"><mechanism>${mechanism}</mechanism></mechanisms>`;
const FEATURES = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="${NS_SM}"/>`;
const BOUND =
  '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>bench@localhost/bench</jid></bind>';
const FEATURE_VARS = ['urn:xmpp:sid:0', ...(load === 'L3' ? ['urn:xmpp:mam:2'] : [])];
const ROOM_VARS = [
  ...['http://jabber.org/protocol/muc', 'urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0'],
  ...(load === 'R3' ? ['urn:xmpp:mam:2'] : []),
];
/** @param {readonly string[]} vars @param {string} [identity] */
const discoInfo = (vars, identity = '') =>
  `<query xmlns="http://jabber.org/protocol/disco#info">${identity}${vars.map((name) => `<feature var="${name}"/>`).join('')}</query>`;
const ANSWERS = new Map([
  ['bench@localhost', discoInfo(FEATURE_VARS)],
  [
    roomOf('bench@localhost'),
    discoInfo(ROOM_VARS, '<identity category="conference" type="text" name="Load"/>'),
  ],
]);
const UNAVAILABLE =
  '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

const server = createServer((socket) => {
  socket.setNoDelay(true).setEncoding('utf8');
  // A client that is done may leave without a word.
  socket.on('error', () => socket.destroy());
  const answer = conversation((data) => {
    if (roundTripMs === 0) socket.write(data);
    // Timers of one length go off in their order.
    else setTimeout(() => socket.write(data), roundTripMs);
  });
  const split = splitStream(answer);
  socket.on('data', (text) => {
    split(String(text));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(address.port);
});
process.stdin.resume().once('end', () => process.exit());

/**
 * One client's connection, from its first stream header on.
 * @param {(data: string | Buffer) => void} write
 * @returns {(name: string, xml: string) => void} hears what the client sends
 */
function conversation(write) {
  const scram = new ScramServer('SCRAM-SHA-1', PASSWORD, undefined);
  let authenticated = false;
  let handled = 0;
  return (name, xml) => {
    switch (name) {
      case 'stream:stream':
        write(
          `${HEADER}<stream:features>${authenticated ? FEATURES : MECHANISMS}</stream:features>`,
        );
        break;
      case '/stream:stream':
        write('</stream:stream>');
        break;
      case 'auth':
        write(saslElement('challenge', scram.challenge(decode(xml))));
        break;
      case 'response':
        authenticated = scram.accepts(decode(xml));
        write(
          authenticated
            ? saslElement('success', scram.final())
            : `<failure xmlns="${NS_SASL}"><not-authorized/></failure>`,
        );
        break;
      case 'enable':
        handled = 0;
        write(`<enabled xmlns="${NS_SM}" id="bench" resume="true"/>`);
        break;
      case 'r':
        write(`<a xmlns="${NS_SM}" h="${handled}"/>`);
        break;
      case 'iq':
        handled += 1;
        write(xml.includes('urn:xmpp:mam:2') ? pages.answer(xml) : reply(xml));
        break;
      case 'presence':
        handled += 1;
        if (!hasRoom || xml.includes('http://jabber.org/protocol/muc"')) write(pushed);
        break;
      case 'message':
        handled += 1;
        break;
    }
  };
}

/** @param {string} xml an iq of type get or set */
function reply(xml) {
  const id = /\bid="([^"]*)"/u.exec(xml)?.[1] ?? '';
  const to = /\bto="([^"]*)"/u.exec(xml)?.[1];
  const from = to === undefined ? '' : ` from="${to}"`;
  const result = (payload = '') => `<iq type="result" id="${id}"${from}>${payload}</iq>`;
  if (xml.includes('<bind')) return result(BOUND);
  if (xml.includes('jabber:iq:roster')) return result(roster);
  const info = xml.includes('disco#info') ? ANSWERS.get(to ?? '') : undefined;
  if (info !== undefined) return result(info);
  if (xml.includes('urn:xmpp:ping')) return result();
  return `<iq type="error" id="${id}"${from}>${UNAVAILABLE}</iq>`;
}

/** @param {string} name @param {string} text */
function saslElement(name, text) {
  return `<${name} xmlns="${NS_SASL}">${Buffer.from(text).toString('base64')}</${name}>`;
}

/** @param {string} xml @returns {string} */
function decode(xml) {
  return Buffer.from(xml.replace(/<[^>]*>/gu, ''), 'base64').toString();
}
