// @ts-check
// Starts and drives peer.py, another people's client, to judge ours by what it sees.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const script = path.join(import.meta.dirname, 'peer.py');
const WAIT_MS = 60_000;
const STOP_MS = 1500;

/**
 * Something the peer has seen. The fields depend on `event`:
 *
 * - `online`: `jid`, `resumed`; `offline`; `refused`: `reason`
 * - `message`: `from`, `to`, `id`, `type`, `body`, `subject`, `state` (XEP-0085), `receiptRequested`
 *   and `receiptFor` (XEP-0184), `oob` (a URL, XEP-0066), `xml`; absent parts are null
 * - `presence`: `from`, `type`, `show`, `status`, `xml`
 * - `roster`: `items`, by JID, each with `name`, `subscription` and `groups`
 * - `offer`: `from`, `sid`, `name`, `size`, `methods` (XEP-0096)
 * - `received`: `sid`, `size`, `sha256` of a file that came in band
 *
 * @typedef {{ event: string, from?: string, to?: string, id?: string | null, type?: string,
 *   body?: string | null, subject?: string | null, state?: string | null,
 *   receiptRequested?: boolean, receiptFor?: string | null, oob?: string | null, xml?: string,
 *   show?: string | null, status?: string | null, jid?: string, resumed?: boolean, reason?: string,
 *   items?: Record<string, { name: string, subscription: string, groups: string[] }>,
 *   sid?: string, name?: string, size?: number, sha256?: string, methods?: string[] }} PeerEvent
 */

/**
 * @typedef {object} MessageOptions
 * @property {string} to
 * @property {string} [body]
 * @property {string} [type] `chat` when absent
 * @property {string} [id]
 * @property {boolean} [receipt] asks for a receipt (XEP-0184)
 * @property {string} [state] a chat state (XEP-0085)
 * @property {string} [oob] a URL (XEP-0066)
 * @property {string} [xml] further children
 */

/** A slixmpp client in a process of its own. */
export class Peer {
  /** Everything seen so far, in order. @type {PeerEvent[]} */
  events = [];
  /** What a result is, the command's own method says. @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #pending = new Map();
  /** @type {Set<(event: PeerEvent) => void>} */
  #listeners = new Set();
  #nextId = 1;
  #ended = false;
  #process;
  #exited;
  #errors = '';

  /** @param {{ jid: string, password: string, host: string, port: number, caFile: string }} options */
  constructor({ jid, password, host, port, caFile }) {
    // Debian's Python, which has slixmpp, whatever other one is on the path.
    const command = ['/usr/bin/python3', '-u', '-B', script, jid, host, String(port), caFile];
    this.#process = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
      detached: true,
      env: { ...process.env, PEER_PASSWORD: password },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#errors += text));
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#receive(JSON.parse(line));
    });
    // A peer that is gone reports itself by its exit.
    this.#process.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      this.#process.once('error', resolve).once('close', resolve);
    });
    void this.#exited.then(() => {
      this.#ended = true;
      const gone = new Error(`the peer has ended: ${this.#errors.trim()}`);
      for (const { reject } of this.#pending.values()) reject(gone);
      this.#pending.clear();
      this.#tell({ event: 'ended', reason: gone.message });
    });
  }

  /** The messages seen so far, in order: what an independent client has to say about ours. */
  get ledger() {
    return this.events.filter(({ event }) => event === 'message');
  }

  /**
   * Waits for an event, and also finds those already seen.
   * @param {(event: PeerEvent) => unknown} matches
   * @param {number} [timeoutMs]
   * @param {number} [from] how many of the first events to leave out, such as an `events.length` noted before
   * @returns {Promise<PeerEvent>}
   * @throws {Error} when it does not come in time, or the peer ends
   */
  waitFor(matches, timeoutMs = WAIT_MS, from = 0) {
    const seen = this.events.slice(from).find(matches);
    if (seen) return Promise.resolve(seen);
    return new Promise((resolve, reject) => {
      /** @param {PeerEvent} event */
      const listener = (event) => {
        const fits = matches(event);
        if (!fits && event.event !== 'ended') return;
        finish();
        if (fits) resolve(event);
        else reject(new Error(event.reason));
      };
      const timer = setTimeout(() => {
        finish();
        const last = this.events.slice(-5).map((event) => JSON.stringify(event));
        reject(new Error(`the peer saw no such event; the last were:\n${last.join('\n')}`));
      }, timeoutMs);
      const finish = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
    });
  }

  /** Sends a message. @param {MessageOptions} message @returns {Promise<string>} its id */
  send(message) {
    return this.#command('send', message);
  }

  /**
   * Sends presence; `type` makes it a subscription stanza: `subscribe`, `subscribed`, …
   * @param {{ to?: string, type?: string, show?: string, status?: string }} [presence]
   * @returns {Promise<void>}
   */
  presence(presence = {}) {
    return this.#command('presence', presence);
  }

  /** Sends a stanza as it is. @param {string} xml @returns {Promise<void>} */
  raw(xml) {
    return this.#command('raw', { xml });
  }

  /**
   * Sends an iq with this payload.
   * @param {{ payload: string, to?: string, type?: 'get' | 'set' }} iq
   * @returns {Promise<string>} the result, as XML
   * @throws {Error} whose message is the stanza error's condition
   */
  iq(iq) {
    return this.#command('iq', iq);
  }

  /** @returns {Promise<void>} once the roster was fetched, and told as a `roster` event */
  roster() {
    return this.#command('roster', {});
  }

  /** @param {string} to @returns {Promise<{ name: string, version: string, os: string }>} XEP-0092 */
  version(to) {
    return this.#command('version', { to });
  }

  /** @param {string} to @returns {Promise<number>} round-trip time in seconds (XEP-0199) */
  ping(to) {
    return this.#command('ping', { to });
  }

  /** @param {string} to @param {string} [node] @returns {Promise<{ identities: [string, string][], features: string[] }>} XEP-0030 */
  disco(to, node) {
    return this.#command('disco', { to, node });
  }

  /** @param {string} to @returns {Promise<number>} seconds since the last activity (XEP-0012) */
  last(to) {
    return this.#command('last', { to });
  }

  /**
   * Uploads a file (XEP-0363), and announces it (XEP-0066) where `to` is given.
   * @param {{ file: string, to?: string, service?: string }} upload
   * @returns {Promise<string>} its URL
   */
  upload(upload) {
    return this.#command('upload', upload);
  }

  /** Fetches a URL over verified TLS. @param {string} url @returns {Promise<{ size: number, sha256: string }>} */
  download(url) {
    return this.#command('download', { url });
  }

  /**
   * Offers a file (XEP-0096) and sends it once it is accepted.
   * @param {object} offer
   * @param {string} offer.to a full JID
   * @param {string} offer.file
   * @param {'ibb' | 'socks5'} [offer.method]
   * @param {number} [offer.block]
   * @param {string} [offer.name] told in place of the file's own
   * @param {number} [offer.size] told in place of the file's own
   * @param {boolean} [offer.ends] whether the stream is closed in the end; yes when absent
   * @returns {Promise<{ sid: string, size: number, sha256: string }>} once all is sent
   */
  offer(offer) {
    return this.#command('offer', offer);
  }

  /**
   * Sets which ways of sending are accepted in offers, the best first; an empty list refuses all.
   * @param {readonly ('socks5' | 'ibb')[]} methods
   * @param {string} [file] where to write what comes from now on
   * @returns {Promise<void>}
   */
  accept(methods, file) {
    return this.#command('accept', { methods, file });
  }

  /** Says goodbye and ends. */
  async stop() {
    const killer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MS);
    await this.#command('stop', {}).catch(() => undefined);
    this.#process.stdin.end();
    await this.#exited;
    clearTimeout(killer);
  }

  /** Ends without a word. */
  async kill() {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** @param {string} command @param {object} options @returns {Promise<any>} */
  #command(command, options) {
    if (this.#ended) return Promise.reject(new Error('the peer has ended'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ id, command, options })}\n`);
    });
  }

  /** @param {any} event */
  #receive(event) {
    if (event.event !== 'answer') {
      this.#tell(event);
      return;
    }
    const pending = this.#pending.get(event.id);
    this.#pending.delete(event.id);
    if (event.error === undefined) pending?.resolve(event.result);
    else pending?.reject(new Error(event.error));
  }

  /** @param {PeerEvent} event */
  #tell(event) {
    this.events.push(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/**
 * Starts a peer and signs it in; it stays online, and comes back by itself when the server does.
 * @param {object} options
 * @param {{ domain: string, ports: { starttls: number }, caFile: string }} options.server
 * @param {string} options.user
 * @param {string} options.password
 * @param {string} [options.resource]
 * @returns {Promise<Peer>}
 * @throws {Error} when the server or its certificate refuses
 */
export async function startPeer({ server, user, password, resource = 'slixmpp' }) {
  const peer = new Peer({
    jid: `${user}@${server.domain}/${resource}`,
    password,
    host: '127.0.0.1',
    port: server.ports.starttls,
    caFile: server.caFile,
  });
  const isSettled = (/** @type {PeerEvent} */ { event }) =>
    event === 'online' || event === 'refused';
  try {
    const { event, reason } = await peer.waitFor(isSettled, 60_000);
    if (event === 'online') return peer;
    throw new Error(`the peer could not sign in: ${reason ?? ''}`);
  } catch (error) {
    await peer.kill();
    throw error;
  }
}
