import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { startEjabberd } from '../servers/ejabberd.mjs';
import { startProsody } from '../servers/prosody.mjs';
import type { ServerOptions } from '../servers/server.mjs';
import { until } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { startAll, type Started } from '../support/started.ts';
import { Ledger } from './ledger.ts';
import { type StorageProgram, WindowProcess } from './windowProcess.ts';

export const account = 'ada@localhost';
export const chat = 'bob@localhost';

export const servers = [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const;

/** Ada's editor and a server, between them a bad network, and Bob with another people's client. */
export interface Scene {
  readonly server: Awaited<ReturnType<typeof startProsody | typeof startEjabberd>>;
  readonly proxy: FaultProxy;
  readonly bob: Peer;
  /** The editor's own, the same for every window. */
  readonly folder: string;
  /** Its database. */
  readonly history: string;
  readonly windows: readonly WindowProcess[];
  /** Another window of the same editor; waits until it can be worked with. */
  readonly open: (storage?: StorageProgram) => Promise<WindowProcess>;
  /** The same, not waiting. */
  readonly begin: (storage?: StorageProgram) => Promise<WindowProcess>;
  /** A ledger of its own name. */
  readonly ledger: (name: string) => Ledger;
  /** Kills the server, does something while it is down, and starts it again; resolves when Bob is back. */
  readonly restartServer: (whileDown: () => unknown) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Ada is signed in, in no window yet. */
export function startScene(
  start: typeof startProsody | typeof startEjabberd,
  options: ServerOptions = {},
): Promise<Scene> {
  return startAll((started) => signInOnce(started, start, options));
}

async function signInOnce(
  started: Started,
  start: typeof startProsody | typeof startEjabberd,
  options: ServerOptions,
): Promise<Scene> {
  const server = await started.add(start({ sqlArchive: true, ...options }));
  for (const user of ['ada', 'bob']) await server.addUser(user, 'secret');
  await server.addRosterItem('ada', { jid: chat, name: 'Bob' });
  await server.addRosterItem('bob', { jid: account, name: 'Ada' });
  const proxy = await started.add(FaultProxy.start(server.ports.starttls));
  const bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
  await started.defer(() => rm(folder, { recursive: true, force: true }));
  const windows: WindowProcess[] = [];
  const begin = async (storage?: StorageProgram) => {
    const place = { folder, caFile: server.caFile, port: proxy.port };
    const window = await WindowProcess.start(place, storage);
    windows.push(window);
    await started.defer(() => window.kill());
    return window;
  };
  const open = async (storage?: StorageProgram) => {
    const window = await begin(storage);
    await window.joined;
    return window;
  };
  const first = await open();
  await first.request('signIn', { jid: account, password: 'secret' });
  // From here on the archive is read from where it ended last.
  await until(() => hasCursor(folder));
  await first.kill();
  let starting: Promise<Peer> | undefined;
  const reader = () =>
    (starting ??= started.add(
      startPeer({ server, user: 'ada', password: 'secret', resource: 'reader' }),
    ));
  return {
    server,
    proxy,
    bob,
    folder,
    history: historyFile(folder),
    windows,
    open,
    begin,
    ledger: (name) => new Ledger(name, { account, chat }, bob, reader),
    restartServer: async (whileDown) => {
      const seen = bob.events.length;
      await server.kill('SIGKILL');
      await whileDown();
      // Whoever is not there yet is told by ejabberd what waits after what comes by then.
      proxy.refuses = true;
      await server.start();
      await bob.waitFor(({ event }) => event === 'online', 60_000, seen);
      proxy.refuses = false;
    },
    stop: () => started.end(),
  };
}

const historyFile = (folder: string) => path.join(folder, 'history.sqlite');

function hasCursor(folder: string): boolean {
  const database = new DatabaseSync(historyFile(folder));
  const rows = database.prepare('SELECT position FROM cursors').all();
  database.close();
  return rows.length > 0;
}
