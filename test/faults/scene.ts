import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { startEjabberd } from '../servers/ejabberd.mjs';
import { startProsody } from '../servers/prosody.mjs';
import type { ServerOptions } from '../servers/server.mjs';
import { until } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { Ledger } from './ledger.ts';
import { WindowProcess } from './windowProcess.ts';

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
  readonly windows: readonly WindowProcess[];
  /** Another window of the same editor; waits until it can be worked with. */
  readonly open: () => Promise<WindowProcess>;
  /** The same, not waiting. */
  readonly begin: () => Promise<WindowProcess>;
  /** A ledger of its own name. */
  readonly ledger: (name: string) => Ledger;
  /** Kills the server and starts it again; resolves when Bob is back. */
  readonly restartServer: (downMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Ada is signed in, in no window yet. */
export async function startScene(
  start: typeof startProsody | typeof startEjabberd,
  options: ServerOptions = {},
): Promise<Scene> {
  const server = await start({ sqlArchive: true, ...options });
  for (const user of ['ada', 'bob']) await server.addUser(user, 'secret');
  await server.addRosterItem('ada', { jid: chat, name: 'Bob' });
  await server.addRosterItem('bob', { jid: account, name: 'Ada' });
  const proxy = await FaultProxy.start(server.ports.starttls);
  const bob = await startPeer({ server, user: 'bob', password: 'secret' });
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
  const windows: WindowProcess[] = [];
  const begin = async () => {
    const window = await WindowProcess.start({ folder, caFile: server.caFile, port: proxy.port });
    windows.push(window);
    return window;
  };
  const open = async () => {
    const window = await begin();
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
    (starting ??= startPeer({ server, user: 'ada', password: 'secret', resource: 'reader' }));
  return {
    server,
    proxy,
    bob,
    folder,
    windows,
    open,
    begin,
    ledger: (name) => new Ledger(name, { account, chat }, bob, reader),
    restartServer: async (downMs = 0) => {
      const seen = bob.events.length;
      await server.kill('SIGKILL');
      await delay(downMs);
      await server.start();
      await bob.waitFor(({ event }) => event === 'online', 20_000, seen);
    },
    stop: async () => {
      for (const window of windows) await window.kill();
      await Promise.all([bob.stop(), starting?.then((peer) => peer.stop())]);
      await proxy.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function hasCursor(folder: string): boolean {
  const database = new DatabaseSync(path.join(folder, 'history/history.sqlite'));
  const rows = database.prepare('SELECT position FROM cursors').all();
  database.close();
  return rows.length > 0;
}
