// @ts-check
// The company of `npm start`: the accounts of you, Ada and Grace, and the two who answer.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

const program = path.join(import.meta.dirname, 'contacts/main.mjs');
const ONLINE_MS = 60_000;
const STOP_MS = 1500;

const CONTACTS = [
  { user: 'ada', name: 'Ada Lovelace', groups: ['Team'] },
  { user: 'grace', name: 'Grace Hopper', groups: ['Team', 'Friends'] },
];

/** The account to sign in with. */
export const you = { user: 'you', password: 'parley', jid: 'you@localhost' };

/**
 * Makes the accounts, puts all three into each other's rosters, and brings Ada and Grace online.
 * @param {import('../test/servers/prosody.mjs').Prosody} server
 * @returns {Promise<{ stop(): Promise<void> }>} once both are online
 * @throws {Error} when they cannot sign in
 */
export async function startContacts(server) {
  const accounts = CONTACTS.map(({ user }) => ({
    user,
    password: randomBytes(16).toString('hex'),
  }));
  for (const { user, password } of [you, ...accounts]) await server.addUser(user, password);
  const people = [{ user: you.user, name: 'You', groups: ['Team'] }, ...CONTACTS];
  for (const { user } of people) {
    for (const other of people.filter((person) => person.user !== user)) {
      const jid = `${other.user}@${server.domain}`;
      await server.addRosterItem(user, { jid, name: other.name, groups: other.groups });
    }
  }
  return run({ domain: server.domain, port: server.ports.starttls, accounts }, server.caFile);
}

/** @param {object} options @param {string} caFile Node reads it at its start only, hence a process of their own */
async function run(options, caFile) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, program], {
    detached: true,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve).once('error', resolve);
  });
  const stop = async () => {
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    // The end of their input tells them to say goodbye.
    child.stdin.end();
    await ended;
    clearTimeout(killer);
  };
  child.stdin.write(`${JSON.stringify(options)}\n`);
  const online = new Promise((resolve) => child.stdout.once('data', () => resolve(true)));
  const timeout = new Promise((resolve) => setTimeout(resolve, ONLINE_MS, false).unref());
  if (await Promise.race([online, ended.then(() => false), timeout])) return { stop };
  await stop();
  throw new Error('Ada and Grace could not sign in to the local server.');
}
