// @ts-check
// What the load server has to say, serialised before anybody asks.
import { createHash } from 'node:crypto';
import { bodyOf } from './bodies.mjs';
import { ROOM_LOADS, roomOf } from './options.mjs';

const NS_MUC_USER = 'http://jabber.org/protocol/muc#user';
/** Few people write to one user at a time. */
const WRITERS = 10;
/** Of the archive's first message, in ms since 1970; the others follow a second apart. */
const FIRST_STAMP = Date.UTC(2025, 0, 1);
const SHOWS = ['', '<show>away</show>', '<show>dnd</show>', '<show>xa</show>'];
const CAPS =
  '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="https://example.org/client" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>';

/**
 * A message of the archive.
 * @typedef {{ id: string, result: (queryId: string) => string }} Archived
 */

/** As random as those of clients and servers, and the same in every run. @param {string} name */
const idOf = (name) => createHash('md5').update(name).digest('hex');
/** @param {number} index */
const archiveId = (index) => idOf(`archived ${index}`);
/** @param {number} index */
const contact = (index) => `contact${index}@localhost`;

/** The room of the loads with one. */
const ROOM = roomOf('bench@localhost');
/** @param {number} index */
const occupant = (index) => `${ROOM}/Nick ${index} Жук`;

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
 * @returns {{ roster: string, pushed: Buffer, archive: readonly Archived[] }} `pushed` follows the
 *   client's initial presence or, in loads with a room, what it joins that with
 */
export function stanzasFor(load, n) {
  if (ROOM_LOADS.includes(load)) return roomStanzasFor(load, n);
  if (load === 'L1') return { roster: rosterOf(n), pushed: joined(n, presence), archive: [] };
  return {
    roster: rosterOf(WRITERS),
    pushed: joined(load === 'L2' ? n : 0, message),
    archive: range(load === 'L3' ? n : 0).map(archived),
  };
}

/** @param {import('./options.mjs').Load} load @param {number} n */
function roomStanzasFor(load, n) {
  const company = range(load === 'L4' ? n : WRITERS).map((index) => occupantPresence(index));
  const live = range(load === 'R2' ? n : 0).map((index) => roomMessage(index));
  const self = `<presence from="${ROOM}/bench"><x xmlns="${NS_MUC_USER}"><item affiliation="none" role="participant"/><status code="110"/></x></presence>`;
  const subject = `<message from="${ROOM}" type="groupchat"><subject>Load</subject></message>`;
  return {
    roster: rosterOf(WRITERS),
    pushed: Buffer.from([...company, self, subject, ...live].join('')),
    archive: range(load === 'R3' ? n : 0).map(archivedInRoom),
  };
}

/** @param {number} index */
function occupantPresence(index) {
  return `<presence from="${occupant(index)}">${SHOWS[index % SHOWS.length]}${CAPS}<x xmlns="${NS_MUC_USER}"><item affiliation="${index % 20 === 0 ? 'member' : 'none'}" role="participant"/></x><occupant-id xmlns="urn:xmpp:occupant-id:0" id="${idOf(`occupant ${index}`)}"/></presence>`;
}

/** @param {number} index @param {string} attributes besides those of every message */
function roomMessage(index, attributes = '') {
  const id = idOf(`message ${index}`);
  const writer = index % WRITERS;
  return `<message${attributes} from="${occupant(writer)}" type="groupchat" id="${id}"><body>${escape(bodyOf(index))}</body><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><occupant-id xmlns="urn:xmpp:occupant-id:0" id="${idOf(`occupant ${writer}`)}"/><stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="${archiveId(index)}"/></message>`;
}

/** @param {number} index */
function presence(index) {
  return `<presence from="${contact(index)}/desk">${SHOWS[index % SHOWS.length]}<status>работаю ☕</status><priority>5</priority>${CAPS}</presence>`;
}

/** @param {number} index @param {string} attributes besides those of every message */
function message(index, attributes = '') {
  const body = escape(bodyOf(index));
  const id = idOf(`message ${index}`);
  return `<message${attributes} from="${contact(index % WRITERS)}/desk" type="chat" id="${id}"><body>${body}</body><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><active xmlns="http://jabber.org/protocol/chatstates"/><stanza-id xmlns="urn:xmpp:sid:0" by="bench@localhost" id="${archiveId(index)}"/></message>`;
}

/** @param {number} index @returns {Archived} */
function archived(index) {
  const forwarded = message(index, ' xmlns="jabber:client" to="bench@localhost"');
  return result('bench@localhost', index, forwarded);
}

/** @param {number} index @returns {Archived} */
function archivedInRoom(index) {
  return result(ROOM, index, roomMessage(index, ' xmlns="jabber:client"'));
}

/** @param {string} archive @param {number} index @param {string} forwarded @returns {Archived} */
function result(archive, index, forwarded) {
  const id = archiveId(index);
  const stamp = new Date(FIRST_STAMP + index * 1000).toISOString();
  return {
    id,
    result: (queryId) =>
      `<message from="${archive}" to="bench@localhost/bench"><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${stamp}"/>${forwarded}</forwarded></result></message>`,
  };
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @param {number} n @param {(index: number) => string} make */
function joined(n, make) {
  return Buffer.from(
    range(n)
      .map((index) => make(index))
      .join(''),
  );
}

/** @param {number} n */
function range(n) {
  return Array.from({ length: n }, (_, index) => index);
}
