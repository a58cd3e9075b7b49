// Programs that end with us: each in its own process group, so that its children end with it.
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 3000;
const endings = new Set();
let listening = false;

/**
 * Runs `ending` once when this process is told to end (SIGINT, SIGTERM, SIGHUP).
 * @param {() => unknown} ending may return a promise, which is waited for
 * @returns {() => void} takes it back
 */
export function atEnd(ending) {
  if (!listening) {
    listening = true;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        void Promise.allSettled([...endings].map((run) => run())).then(() => process.exit(130));
      });
    }
  }
  endings.add(ending);
  return () => endings.delete(ending);
}

/** Sends `signal` to a whole group. @returns {boolean} whether anybody was there */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Starts a program in its own process group, which is ended when this process ends.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function spawnGroup(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  const started = pid !== undefined;
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  const atExit = () => started && signalGroup(pid, 'SIGTERM');
  /** Ends the group: politely first, for good after three seconds. */
  const end = async () => {
    if (!started) return;
    signalGroup(pid, 'SIGTERM');
    await Promise.race([exited, delay(GRACE_MS, undefined, { ref: false })]);
    signalGroup(pid, 'SIGKILL');
    await exited;
  };
  const forget = atEnd(end);
  process.once('exit', atExit);
  void exited.then(() => {
    forget();
    process.off('exit', atExit);
    if (started) signalGroup(pid, 'SIGKILL');
  });
  return { child, exited, end };
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it printed
 * @throws {Error} when it fails: its name and the last lines it printed
 */
export async function run(command, args, options = {}) {
  const result = await capture(command, args, options);
  if (result.code === 0) return result.output;
  const tail = result.output.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${[command, ...args.slice(0, 2)].join(' ')} failed:\n${tail}`);
}

/**
 * Runs a program to its end, whatever that is.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { stop?: AbortSignal }} [options]
 *   `stop` ends it, and its reason is the last thing printed
 * @returns {Promise<{ code: number | null, output: string }>} `code` is null when it was killed,
 *   was stopped or could not start
 */
export async function capture(command, args, { stop, ...options } = {}) {
  const group = spawnGroup(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  group.child.once('error', (error) => (output += error.message));
  const closed = new Promise((resolve) => group.child.once('close', resolve));
  const end = () => {
    output += `\n${stop.reason}`;
    void group.end();
  };
  stop?.addEventListener('abort', end, { once: true });
  const code = await group.exited;
  // A process that it has left behind may hold its output open for ever.
  await Promise.race([closed, delay(GRACE_MS, undefined, { ref: false })]);
  stop?.removeEventListener('abort', end);
  return { code, output };
}
