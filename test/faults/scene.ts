import { startPeer, type Peer } from '../interop/peer.mjs';
import { startEjabberd } from '../servers/ejabberd.mjs';
import { startProsody } from '../servers/prosody.mjs';
import type { ServerOptions } from '../servers/server.mjs';
import { FaultProxy } from '../support/faultProxy.ts';
import { startAll, type Started } from '../support/started.ts';
import { Editor } from './editor.ts';
import { Ledger } from './ledger.ts';
import type { StorageProgram, WindowProcess } from './windowProcess.ts';

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
  const { port } = proxy;
  const editor = await Editor.start(started, account, { caFile: server.caFile, port });
  let starting: Promise<Peer> | undefined;
  const reader = () =>
    (starting ??= started.add(
      startPeer({ server, user: 'ada', password: 'secret', resource: 'reader' }),
    ));
  return {
    server,
    proxy,
    bob,
    history: editor.history,
    folder: editor.folder,
    windows: editor.windows,
    open: (storage) => editor.open(storage),
    begin: (storage) => editor.begin(storage),
    ledger: (name) => new Ledger(name, { account, chat }, bob, reader),
    restartServer: (whileDown) => restart({ server, proxy, bob }, whileDown),
    stop: () => started.end(),
  };
}

/**
 * Kills the server, does something while it is down, and starts it again.
 * @param enter what else Bob does once he is back, before the others are
 */
export async function restart(
  { server, proxy, bob }: Pick<Scene, 'server' | 'proxy' | 'bob'>,
  whileDown: () => unknown,
  enter: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const seen = bob.events.length;
  await server.kill('SIGKILL');
  await whileDown();
  // Whoever is not there yet is told by ejabberd what waits after what comes by then.
  proxy.refuses = true;
  await server.start();
  await bob.waitFor(({ event }) => event === 'online', 60_000, seen);
  await enter();
  proxy.refuses = false;
}
