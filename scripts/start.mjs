// npm start: a server, two contacts who answer, and Parley signed in: in a workbench for your browser,
// or with `npm start -- --code` in the VS Code of this machine. Ctrl+C ends all of it.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pack, packageExtension } from './package.mjs';
import { atEnd, run } from './processes.mjs';
import { setup } from './setup.mjs';
import { startWorkbenchServer, writeSettings } from './workbenchServer.mjs';

const root = path.resolve(import.meta.dirname, '..');
const home = path.join(root, '.cache/start');
const folder = path.join(home, 'workspace');
const source = path.join(import.meta.dirname, 'start');
/** Preferred, so that the browser finds its windows and secrets again at the next start. */
const PORT = 8453;
/** Occupants of the room in which many are. */
const CROWD = 200;

const { values: flags } = parseArgs({ options: { code: { type: 'boolean', default: false } } });
const started = Date.now();
const progress = (line) => {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** Parley, and beside it the companion that signs in. @returns {Promise<readonly string[]>} .vsix files */
async function packages() {
  const companion = path.join(home, 'companion.vsix');
  const [parley] = await Promise.all([
    packageExtension(),
    pack(path.join(source, 'companion'), companion),
  ]);
  return [parley, companion];
}

/** Opens an installed VS Code with a profile of its own. @returns {Promise<void>} once it is closed */
async function openCode(vsix, settings, env) {
  const profile = path.join(home, 'code');
  const user = path.join(profile, 'data');
  const dirs = ['--user-data-dir', user, '--extensions-dir', path.join(profile, 'extensions')];
  await writeSettings(path.join(user, 'User/settings.json'), settings);
  const installs = vsix.flatMap((file) => ['--install-extension', file]);
  await run('code', [...dirs, '--force', ...installs]);
  progress('VS Code opens; close its window or press Ctrl+C to end everything');
  const own = ['--new-window', '--wait', '--disable-workspace-trust', '--password-store=basic'];
  await run('code', [...dirs, ...own, folder], { env: { ...process.env, ...env } });
}

process.once('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

if (flags.code) {
  await run('code', ['--version']).catch(() => {
    console.error(
      'There is no "code" on the PATH: install VS Code, or use "npm start" with your browser.',
    );
    process.exit(1);
  });
}
await setup({ need: flags.code ? ['npm', 'server'] : ['npm', 'server', 'workbench'] });

// They need the npm packages, which may have been installed just now.
const { startProsody } = await import('../test/servers/prosody.mjs');
const { startContacts, you } = await import('./contacts.mjs');

await mkdir(home, { recursive: true });
await cp(path.join(source, 'workspace'), folder, { recursive: true, force: false });
progress('packing Parley, starting Prosody and two contacts');
const [vsix, server] = await Promise.all([packages(), startProsody({ crowd: CROWD })]);
const contacts = await startContacts(server);
const leave = async () => {
  await contacts.stop();
  await server.stop();
};
const forget = atEnd(leave);

const { starttls: port } = server.ports;
const settings = {
  'parley.connection.caFile': server.caFile,
  'parley.connection.servers': { [you.jid]: { mode: 'starttls', host: '127.0.0.1', port } },
};
const { jid, password } = you;
const first = { contact: `ada@${server.domain}`, file: 'answer.ts' };
const env = { PARLEY_START_ACCOUNT: JSON.stringify({ jid, password, ...first }) };

if (flags.code) {
  await openCode(vsix, settings, env);
  forget();
  await leave();
} else {
  progress('starting the workbench');
  const workbench = await startWorkbenchServer({
    home: path.join(home, 'workbench'),
    ...{ port: PORT, folder, vsix, settings, env, progress },
  });
  progress('ready');
  console.log(`\n  Open    ${workbench.url()}
  You     ${you.jid}, signed in; Ada and Grace are your contacts: say “help” to them
  Rooms   lobby, workshop (password “moth”) and crowd, with ${CROWD} people: XMPP: Join or Create Room…
  End     Ctrl+C\n`);
}
