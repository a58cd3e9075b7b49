// A contact who types, answers, sends a file, goes away and comes back.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { client, xml } from '@xmpp/client';
import { Rooms } from './lobby.mjs';
import { requestIn } from './requests.mjs';

const CHAT_STATES = 'http://jabber.org/protocol/chatstates';
const RECEIPTS = 'urn:xmpp:receipts';
const MARKERS = 'urn:xmpp:chat-markers:0';
const UPLOAD = 'urn:xmpp:http:upload:0';
const MOOD_MS = 60_000;
const READING_MS = 400;
const TYPING_MS = 1200;
/** How long, and how often, stream management is waited for. */
const MANAGED_MS = 20;
const MANAGED_TRIES = 100;
/** How long the server may take for a step of signing in; the library's own 2 s are few on a busy machine. */
const STEP_MS = 20_000;

/** Somebody to talk to, on a server with HTTP upload at `upload.DOMAIN`. */
export class Contact {
  #person;
  #domain;
  #xmpp;
  #rooms;
  #mood = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #moods;
  /** Resolves once others see this one. @type {Promise<void>} */
  #arrival = Promise.resolve();
  /** Answers go out one after the other. */
  #answers = Promise.resolve();

  /**
   * @param {{ domain: string, port: number, user: string, password: string }} account
   * @param {import('./people.mjs').Person} person
   */
  constructor({ domain, port, user, password }, person) {
    this.#person = person;
    this.#domain = domain;
    const service = `xmpp://127.0.0.1:${port}`;
    // Never in clear text, whatever is offered.
    const credentials = async (
      /** @type {(credentials: object, mechanism: string) => Promise<void>} */ authenticate,
      /** @type {readonly string[]} */ mechanisms,
    ) => {
      if (!this.#xmpp.isSecure()) throw new Error('the server offers no encryption');
      await authenticate({ username: user, password }, mechanisms[0] ?? '');
    };
    this.#xmpp = client({ service, domain, resource: 'desk', credentials });
    this.#xmpp.timeout = STEP_MS;
    this.#xmpp.on('error', (error) => {
      // It tries again each second; a server that restarts is nothing to speak of.
      if (error.code !== 'ECONNREFUSED') console.error(`${user}: ${error.message}`);
    });
    this.#rooms = new Rooms(this, { domain, user, nick: person.nick });
    this.#xmpp.on('online', () => {
      this.#arrival = this.#arrive();
    });
    this.#xmpp.on('stanza', (stanza) => this.#receive(stanza));
    this.#xmpp.iqCallee.get('urn:xmpp:ping', 'ping', () => true);
    this.#xmpp.iqCallee.get('jabber:iq:version', 'query', () =>
      xml('query', 'jabber:iq:version', xml('name', {}, 'Parley’s company')),
    );
  }

  /** Comes online. @throws {Error} when the server refuses */
  async start() {
    await this.#xmpp.start();
    await this.#arrival;
    this.#moods = setInterval(() => {
      this.#mood += 1;
      this.showPresence();
    }, MOOD_MS);
  }

  /**
   * The library miscounts what comes before the server has switched on stream management (XEP-0198),
   * which ends the stream: nothing is asked for until then.
   */
  async #arrive() {
    const { streamManagement } = this.#xmpp;
    for (let tries = 0; tries < MANAGED_TRIES && !streamManagement.enabled; tries++) {
      await delay(MANAGED_MS);
    }
    this.showPresence();
    this.#rooms.enter().catch((error) => console.error(error.message));
  }

  /** Says goodbye. */
  async stop() {
    clearInterval(this.#moods);
    this.#rooms.leave();
    await this.#xmpp.stop();
  }

  /** Shows the mood of the hour, or another one. @param {import('./people.mjs').Mood} [other] */
  showPresence(other) {
    const { moods } = this.#person;
    const mood = other ?? moods[this.#mood % moods.length];
    if (mood === undefined || mood === 'gone') {
      this.send(xml('presence', { type: 'unavailable' }));
      return;
    }
    this.send(
      xml('presence', {}, mood.show && xml('show', {}, mood.show), xml('status', {}, mood.status)),
    );
  }

  /** @param {import('@xmpp/client').Element} stanza */
  #receive(stanza) {
    const { from, type, id } = stanza.attrs;
    if (from === undefined) return;
    if (stanza.is('presence') && type === 'subscribe') {
      this.send(xml('presence', { to: from, type: 'subscribed' }));
      this.send(xml('presence', { to: from, type: 'subscribe' }));
    }
    if (stanza.is('message') && type === 'groupchat') this.#rooms.hear(stanza);
    const body =
      stanza.is('message') &&
      (type === 'chat' || type === undefined) &&
      stanza.getChildText('body');
    if (!body) return;
    if (stanza.getChild('request', RECEIPTS)) this.#confirm(from, 'received', RECEIPTS, id);
    const markable = stanza.getChild('markable', MARKERS) !== undefined;
    const answer = async () => {
      await delay(READING_MS);
      if (markable) this.#confirm(from, 'displayed', MARKERS, id);
      await this.#answer(from, body, id);
    };
    this.#answers = this.#answers.then(answer).catch((error) => console.error(error.message));
  }

  /** @param {string} to @param {string} body @param {string | undefined} id */
  async #answer(to, body, id) {
    this.send(xml('message', { to, type: 'chat' }, xml('composing', CHAT_STATES)));
    await delay(TYPING_MS);
    const person = this.#person;
    const act = requestIn(body);
    if (act) await act({ contact: this, person, to, id });
    else this.say(to, person.reply(body));
  }

  /**
   * @param {string} to @param {string} text @param {{ id?: string }} [attributes]
   * @param {...import('@xmpp/client').Element} extensions
   */
  say(to, text, { id = randomUUID() } = {}, ...extensions) {
    this.send(
      xml(
        'message',
        { to, type: 'chat', id },
        xml('body', {}, text),
        xml('active', CHAT_STATES),
        xml('request', RECEIPTS),
        ...extensions,
      ),
    );
  }

  /**
   * Uploads a file (XEP-0363) and announces it (XEP-0066).
   * @param {string} to @param {{ name: string, text: string }} file
   */
  async sendFile(to, { name, text }) {
    const type = 'text/plain; charset=utf-8';
    const size = Buffer.byteLength(text);
    const request = xml('request', { xmlns: UPLOAD, filename: name, size, 'content-type': type });
    const iq = xml('iq', { type: 'get', to: `upload.${this.#domain}` }, request);
    const slot = (await this.#xmpp.iqCaller.request(iq)).getChild('slot', UPLOAD);
    const put = slot.getChild('put');
    const url = slot.getChild('get').attrs.url;
    const headers = put
      .getChildren('header')
      .map((/** @type {import('@xmpp/client').Element} */ header) => [
        header.attrs['name'],
        header.text(),
      ]);
    const response = await fetch(put.attrs.url, {
      method: 'PUT',
      headers: { 'content-type': type, ...Object.fromEntries(headers) },
      body: text,
    });
    if (!response.ok) throw new Error(`the upload of ${name} failed with ${response.status}`);
    this.say(to, url, {}, xml('x', 'jabber:x:oob', xml('url', {}, url)));
  }

  /** @param {string} to @param {string} name @param {string} xmlns @param {string | undefined} id */
  #confirm(to, name, xmlns, id) {
    this.send(xml('message', { to, type: 'chat', id: randomUUID() }, xml(name, { xmlns, id })));
  }

  /** What this one says to a text. @param {string} text */
  reply(text) {
    return this.#person.reply(text);
  }

  /** @param {import('@xmpp/client').Element} iq @returns {Promise<unknown>} @throws {Error} */
  request(iq) {
    return this.#xmpp.iqCaller.request(iq);
  }

  /** @param {import('@xmpp/client').Element} stanza */
  send(stanza) {
    // What is said while offline is lost, as with anybody who leaves the room.
    this.#xmpp.send(stanza).catch(() => undefined);
  }
}
