// @ts-check
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prosodyConfig } from './prosodyConfig.mjs';
import { post, prepare, Server } from './server.mjs';

const plugins = path.join(import.meta.dirname, 'prosody');

/** A running Prosody; its accounts are managed through `mod_launcher`. */
export class Prosody extends Server {
  #token;

  /** @param {import('./server.mjs').Setup} setup @param {string} token */
  constructor(setup, token) {
    super(setup, { args: ['prosody', '-F', '--config', `${setup.folder}/prosody.cfg.lua`] });
    this.#token = token;
  }

  /** Where clients connect by WebSocket (RFC 7395). */
  get wsUrl() {
    return `wss://127.0.0.1:${this.ports.https}/xmpp-websocket`;
  }

  /** Creates an account, or sets its password. @param {string} user @param {string} password */
  async addUser(user, password) {
    await this.#command('add_user', { user, password });
  }

  /** Deletes an account and ends its streams. @param {string} user */
  async removeUser(user) {
    await this.#command('remove_user', { user });
  }

  /**
   * Puts a contact into a user's roster; the contact's own roster is left alone.
   * @param {string} user
   * @param {import('./server.mjs').RosterItem} item
   */
  async addRosterItem(user, { jid, name, groups = [], subscription = 'both' }) {
    await this.#command('add_roster_item', { user, jid, name, groups, subscription });
  }

  /**
   * Lets strangers, x1 to x`count` at stranger.example, ask to see an account's presence.
   * @param {string} user
   * @param {number} count
   */
  async requestSubscriptions(user, count) {
    await this.#command('request_subscriptions', { user, count });
  }

  /**
   * The resources that an account is bound to, those of lost streams that may be resumed among them.
   * @param {string} user
   */
  async resources(user) {
    const text = await this.#command('resources', { user });
    return text === '' ? [] : text.split('\n');
  }

  /** Ends every client's stream. */
  async closeClients() {
    await this.#command('close_clients', {});
  }

  /** Takes away the proxy of SOCKS5 bytestreams; clients that know it find nobody there. */
  async stopProxy() {
    await this.#command('stop_proxy', {});
  }

  /** @param {string} name @param {object} body */
  async #command(name, body) {
    const url = `http://127.0.0.1:${this.ports.http}/launcher/${name}`;
    const { status, text } = await post(url, body, { authorization: `Bearer ${this.#token}` });
    if (status !== 200) throw new Error(`Prosody refused ${name} with status ${status}: ${text}`);
    return text;
  }
}

/**
 * Starts Prosody for the domain `localhost`, with the components conference, upload, proxy, search
 * and pubsub below it.
 * @param {import('./server.mjs').ServerOptions} [options]
 * @returns {Promise<Prosody>} once it accepts clients
 * @throws {Error} when it is not installed or does not come up
 */
export async function startProsody(options = {}) {
  const setup = await prepare('prosody', options);
  const token = randomBytes(16).toString('hex');
  const folder = path.join(setup.folder, 'certificates');
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(setup.folder, 'data'), { recursive: true });
  await copyFile(setup.certificate.cert, path.join(folder, 'localhost.crt'));
  await copyFile(setup.certificate.key, path.join(folder, 'localhost.key'));
  const config = prosodyConfig(setup, options, { plugins, token });
  await writeFile(path.join(setup.folder, 'prosody.cfg.lua'), config, { mode: 0o600 });
  const server = new Prosody(setup, token);
  await server.start();
  return server;
}
