// @ts-check
// What the load server has to say, serialised before anybody asks.
import { bodyOf } from './bodies.mjs';

/** Few people write to one user at a time. */
const WRITERS = 10;
const SHOWS = ['', '<show>away</show>', '<show>dnd</show>', '<show>xa</show>'];
const CAPS =
  '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="https://example.org/client" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>';

/** @param {number} index */
const contact = (index) => `contact${index}@localhost`;

/** @param {number} n @returns {string} the payload of the answer to a roster get */
export function rosterOf(n) {
  const items = range(n).map(
    (index) =>
      `<item jid="${contact(index)}" name="Contact ${index} Жук" subscription="both"><group>Group ${index % 20}</group></item>`,
  );
  return `<query xmlns="jabber:iq:roster">${items.join('')}</query>`;
}

/**
 * @param {import('./options.mjs').Load} load
 * @param {number} n
 * @returns {{ roster: string, pushed: Buffer }} `pushed` follows the client's initial presence
 */
export function stanzasFor(load, n) {
  if (load === 'L1') return { roster: rosterOf(n), pushed: joined(n, presence) };
  return { roster: rosterOf(WRITERS), pushed: joined(load === 'L2' ? n : 0, message) };
}

/** @param {number} index */
function presence(index) {
  return `<presence from="${contact(index)}/desk">${SHOWS[index % SHOWS.length]}<status>работаю ☕</status><priority>5</priority>${CAPS}</presence>`;
}

/** @param {number} index */
function message(index) {
  const body = escape(bodyOf(index));
  return `<message from="${contact(index % WRITERS)}/desk" type="chat" id="m${index}"><body>${body}</body><origin-id xmlns="urn:xmpp:sid:0" id="m${index}"/><active xmlns="http://jabber.org/protocol/chatstates"/><stanza-id xmlns="urn:xmpp:sid:0" by="bench@localhost" id="archive-${index}"/></message>`;
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @param {number} n @param {(index: number) => string} make */
function joined(n, make) {
  return Buffer.from(range(n).map(make).join(''));
}

/** @param {number} n */
function range(n) {
  return Array.from({ length: n }, (_, index) => index);
}
