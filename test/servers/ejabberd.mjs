// @ts-check
import { execFile, spawn } from 'node:child_process';
import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { ejabberdConfig } from './ejabberdConfig.mjs';
import { post, prepare, Server } from './server.mjs';

/** ejabberd 23.01 does not create its SQL tables itself. */
const SCHEMA = '/usr/share/ejabberd/sql/lite.sql';
const CREATE_TABLES =
  'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())';

/** What ejabberd stores of vCards with a name alone, so that they can be searched. */
const ADD_CARDS = `
import json, sqlite3, sys
cards = json.load(sys.stdin)
shown = ['fn', 'family', 'given', 'middle', 'nickname', 'bday', 'ctry', 'locality', 'email', 'orgname', 'orgunit']
columns = ['username', 'lusername'] + [before + name for name in shown for before in ('', 'l')]
database = sqlite3.connect(sys.argv[1], timeout=30)
xml = "<vCard xmlns='vcard-temp'><FN>%s</FN></vCard>"
database.executemany('insert into vcard (username, vcard) values (?, ?)', [(user, xml % name) for user, name in cards])
row = lambda user, name: [user, user, name, name.lower()] + [''] * (len(columns) - 4)
places = ', '.join('?' * len(columns))
database.executemany('insert into vcard_search (%s) values (%s)' % (', '.join(columns), places), [row(*card) for card in cards])
database.commit()
`;

const PICTURE = path.resolve(import.meta.dirname, '../../media/icon.png');
/** A CAPTCHA for programs: any picture, with the text to recognise as its last six bytes. */
const CAPTCHA = '#!/bin/sh\ncat "$(dirname "$0")/captcha.png"; printf %s "$1"\n';

/**
 * Erlang's schedulers must not spin while they wait for work: where other processes want the
 * processors, too, they take them from each other, and a start takes a minute in place of seconds.
 */
const WITHOUT_SPINNING = ['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'];

/** A running ejabberd; its accounts are managed through its HTTP API. */
export class Ejabberd extends Server {
  #database;

  /** @param {import('./server.mjs').Setup} setup */
  constructor(setup) {
    const { folder } = setup;
    super(setup, {
      // A node without a name needs no port mapper (epmd), and any number of them can run.
      args: [
        'erl',
        ...WITHOUT_SPINNING,
        ...['-noinput', '-noshell', '+K', 'true', '-mnesia', 'dir'],
        ...[`"${folder}/mnesia"`, '-s', 'ejabberd'],
      ],
      env: {
        HOME: folder,
        ERL_LIBS: '/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu',
        EJABBERD_CONFIG_PATH: `${folder}/ejabberd.yml`,
        EJABBERD_LOG_PATH: `${folder}/ejabberd.log`,
        ERL_CRASH_DUMP: `${folder}/crash.dump`,
        CONTRIB_MODULES_PATH: `${folder}/modules`,
      },
    });
    this.#database = databaseIn(folder);
  }

  /** Where clients connect by WebSocket (RFC 7395). */
  get wsUrl() {
    return `wss://127.0.0.1:${this.ports.https}/ws`;
  }

  /** Creates an account, or sets its password. @param {string} user @param {string} password */
  async addUser(user, password) {
    const account = { user, host: this.domain };
    const { status } = await this.#call('register', { ...account, password });
    if (status === 409) await this.#command('change_password', { ...account, newpass: password });
    else if (status !== 200) throw new Error(`ejabberd refused register with status ${status}`);
  }

  /** Deletes an account and ends its streams. @param {string} user */
  async removeUser(user) {
    await this.#command('unregister', { user, host: this.domain });
  }

  /**
   * Puts a contact into a user's roster; the contact's own roster is left alone.
   * @param {string} user
   * @param {import('./server.mjs').RosterItem} item
   */
  async addRosterItem(user, { jid, name, groups = [], subscription = 'both' }) {
    const [contact, domain] = jid.split('@');
    await this.#command('add_rosteritem', {
      ...{ localuser: user, localhost: this.domain, user: contact, host: domain },
      ...{ nick: name, group: groups.join(';'), subs: subscription },
    });
  }

  /** Gives an account a vCard with a name. @param {string} user @param {string} name */
  async setFullName(user, name) {
    await this.#command('set_vcard', { user, host: this.domain, name: 'FN', content: name });
  }

  /**
   * Gives thousands vCards with a name, directly in the database: by the API each takes some ms.
   * @param {readonly (readonly [user: string, name: string])[]} cards
   */
  async addCards(cards) {
    const program = spawn('/usr/bin/python3', ['-c', ADD_CARDS, this.#database], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    program.stdin.end(JSON.stringify(cards));
    const [code] = await once(program, 'exit');
    if (code !== 0) throw new Error(`the vCards were not stored: ${String(code)}`);
  }

  /** Ends every client's stream. */
  async closeClients() {
    /** @type {string[]} */
    const sessions = JSON.parse(await this.#command('connected_users', {}));
    const users = new Set(sessions.map((jid) => jid.split('@', 1)[0]));
    for (const user of users) await this.#command('kick_user', { user, host: this.domain });
  }

  /** @param {string} name @param {object} body */
  async #command(name, body) {
    const { status, text } = await this.#call(name, body);
    if (status !== 200) throw new Error(`ejabberd refused ${name} with status ${status}: ${text}`);
    return text;
  }

  /** @param {string} name @param {object} body */
  #call(name, body) {
    return post(`http://127.0.0.1:${this.ports.http}/api/${name}`, body);
  }
}

/**
 * Starts ejabberd for the domain `localhost`, with the components conference, upload, proxy, vjud
 * (user search) and pubsub below it.
 * @param {import('./server.mjs').ServerOptions} [options]
 * @returns {Promise<Ejabberd>} once it accepts clients
 * @throws {Error} when it is not installed or does not come up
 */
export async function startEjabberd(options = {}) {
  const setup = await prepare('ejabberd', options);
  const { folder, certificate } = setup;
  await mkdir(path.join(folder, 'upload'), { recursive: true });
  const database = databaseIn(folder);
  const known = await access(database).then(
    () => true,
    () => false,
  );
  if (!known) {
    await promisify(execFile)('/usr/bin/python3', ['-c', CREATE_TABLES, database, SCHEMA]);
  }
  const pem = await Promise.all([certificate.cert, certificate.key].map((file) => readFile(file)));
  await writeFile(path.join(folder, 'certificate.pem'), Buffer.concat(pem), { mode: 0o600 });
  if (options.captcha) {
    await copyFile(PICTURE, path.join(folder, 'captcha.png'));
    await writeFile(path.join(folder, 'captcha.sh'), CAPTCHA, { mode: 0o700 });
  }
  await writeFile(path.join(folder, 'ejabberd.yml'), ejabberdConfig(setup, options));
  const server = new Ejabberd(setup);
  await server.start();
  return server;
}

/** @param {string} folder */
function databaseIn(folder) {
  return path.join(folder, 'ejabberd.db');
}
