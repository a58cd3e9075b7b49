import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ClientSetup } from './otherClient.ts';

/** A program with a screen and a message bus of its own. */
export interface OnScreen {
  readonly program: ChildProcessWithoutNullStreams;
  readonly stop: () => Promise<void>;
}

/**
 * What the program starts ends with its namespace. `$0` is the CA that stands there for all those of the
 * system, as such programs ask for no other; sockets need short paths. Of the network, it has the ports
 * of the server. What the program writes to descriptor 3 is its output here: the bus and others write
 * to the usual one.
 */
const INSIDE = `set -e
if [ "$NETWORK" ]; then
  ip link set lo up
  for port in $(ls "$NETWORK"); do
    socat "TCP-LISTEN:$port,bind=127.0.0.1,fork" "UNIX-CONNECT:$NETWORK/$port" &
    until ss -ltnH "sport = :$port" | grep -q .; do sleep 0.05; done
  done
fi
mount --bind "$0" /etc/ssl/certs/ca-certificates.crt
mount -t tmpfs -o mode=0700 none /run
exec 3>&1 >&2
exec dbus-run-session -- "$@"`;
const NAMESPACE = ['unshare', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child'];

/** Starts a program with windows, which keeps its things in the folder. */
export async function startOnScreen(
  command: readonly string[],
  { server, network, folder }: ClientSetup,
  env: Record<string, string>,
): Promise<OnScreen> {
  const screen = spawnBound(folder, ['Xvfb', '-displayfd', '1', '-screen', '0', '1280x900x24'], {});
  const failed = once(screen, 'close').then(() => {
    throw new Error('Xvfb has ended');
  });
  const line = once(createInterface({ input: screen.stdout }), 'line');
  const [display] = (await Promise.race([line, failed])) as [string];
  failed.catch(() => undefined);
  const program = spawnBound(
    folder,
    [...NAMESPACE, ...(network ? ['--net'] : []), 'sh', '-c', INSIDE, server.caFile, ...command],
    {
      ...(network && { NETWORK: network.folder }),
      DISPLAY: `:${display}`,
      GDK_BACKEND: 'x11',
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CACHE_HOME: folder,
      XDG_RUNTIME_DIR: '/run',
      TMPDIR: '/run',
      ...env,
    },
  );
  return {
    program,
    stop: async () => {
      for (const one of [program, screen]) await end(one);
    },
  };
}

/** Starts a program that lives no longer than we do. */
function spawnBound(folder: string, command: readonly string[], env: Record<string, string>) {
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    cwd: folder,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    detached: true,
  });
}

async function end(program: ChildProcessWithoutNullStreams): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill('SIGKILL');
  await exited;
}
