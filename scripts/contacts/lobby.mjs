// The rooms of Ada and Grace: a lobby in which they talk, and a workshop with a password.
import { randomUUID } from 'node:crypto';
import { xml } from '@xmpp/client';

const MUC = 'http://jabber.org/protocol/muc';
/** How long it is quiet between two lines of their conversation. */
const PAUSE_MS = 45_000;

/** What is said in the lobby, line by line, by who is named. */
const TALK = [
  ['ada', 'Good morning! Did the tests pass?'],
  ['grace', 'All but one. It waited for a time instead of a condition.'],
  ['ada', 'Then it was bound to fail some day.'],
  ['grace', 'I taped it into the log book.'],
  ['ada', 'Shall we pair on the parser this afternoon?'],
  ['grace', 'After tea. Bring your notes on the numbers of Bernoulli.'],
];
/** How many of the lines are said at once, so that a newcomer has something to read. */
const SAID_BEFORE = 3;

/** The address of the lobby. @param {string} domain */
export const lobbyOf = (domain) => `lobby@conference.${domain}`;
/** @param {string} domain */
const workshopOf = (domain) => `workshop@conference.${domain}`;
const WORKSHOP_PASSWORD = 'moth';

/**
 * The rooms as one of the two lives in them: makes them if need be, talks, and answers who names them.
 */
export class Rooms {
  #contact;
  #domain;
  #user;
  #nick;
  #line = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #talking;

  /**
   * @param {import('./contact.mjs').Contact} contact
   * @param {{ domain: string, user: string, nick: string }} who
   */
  constructor(contact, { domain, user, nick }) {
    this.#contact = contact;
    this.#domain = domain;
    this.#user = user;
    this.#nick = nick;
  }

  /** Enters the rooms; whoever is first makes them. */
  async enter() {
    const options = { roomname: 'Lobby', roomdesc: 'For everything that has no room of its own' };
    await this.#join(lobbyOf(this.#domain), options);
    const workshop = {
      roomname: 'Workshop',
      roomdesc: 'Behind a door',
      roomsecret: WORKSHOP_PASSWORD,
    };
    await this.#join(workshopOf(this.#domain), workshop, WORKSHOP_PASSWORD);
    for (let line = 0; line < SAID_BEFORE; line++) this.#talk();
    clearInterval(this.#talking);
    this.#talking = setInterval(() => this.#talk(), PAUSE_MS);
  }

  leave() {
    clearInterval(this.#talking);
  }

  /**
   * Answers a message of a room that names this one, but not what was said before they came.
   * @param {import('@xmpp/client').Element} stanza
   */
  hear(stanza) {
    const { from = '' } = stanza.attrs;
    const nick = from.slice(from.indexOf('/') + 1);
    const body = stanza.getChildText('body') ?? '';
    const isLate = stanza.getChild('delay') !== undefined;
    if (isLate || nick === this.#nick || !body.includes(this.#nick)) return;
    const answer = `${nick}: ${this.#contact.reply(body)}`;
    this.#say(from.slice(0, from.indexOf('/')), answer);
  }

  #talk() {
    const [user, text] = TALK[this.#line % TALK.length] ?? [];
    this.#line += 1;
    if (user === this.#user && text) this.#say(lobbyOf(this.#domain), text);
  }

  /** @param {string} to @param {string} text */
  #say(to, text) {
    const id = randomUUID();
    this.#contact.send(xml('message', { to, type: 'groupchat', id }, xml('body', {}, text)));
  }

  /**
   * @param {string} room @param {Record<string, string>} options of its configuration
   * @param {string} [password]
   */
  async #join(room, options, password) {
    const secret = password === undefined ? [] : [xml('password', {}, password)];
    const x = xml('x', { xmlns: MUC }, ...secret);
    this.#contact.send(xml('presence', { to: `${room}/${this.#nick}` }, x));
    const values = { roomname: '', persistentroom: '1', publicroom: '1', ...options };
    if (password !== undefined) Object.assign(values, { passwordprotectedroom: '1' });
    const fields = Object.entries(values).map(([name, value]) =>
      xml('field', { var: `muc#roomconfig_${name}` }, xml('value', {}, value)),
    );
    const form = xml(
      'x',
      { xmlns: 'jabber:x:data', type: 'submit' },
      xml('field', { var: 'FORM_TYPE' }, xml('value', {}, `${MUC}#roomconfig`)),
      ...fields,
    );
    const query = xml('query', { xmlns: `${MUC}#owner` }, form);
    // Refused to whoever did not make the room.
    await this.#contact.request(xml('iq', { type: 'set', to: room }, query)).catch(() => undefined);
  }
}
