// Finds the processes that a suite of tests has left behind, by a variable that they all inherit.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 10_000;
const POLL_MS = 200;

/**
 * Waits up to ten seconds for the end of all processes with a variable in their environment, and ends
 * those that remain. Where there is no `/proc`, none are found.
 * @param {string} name
 * @param {string} value
 * @returns {Promise<string[]>} the command lines of those that had to be ended
 */
export async function endLeftRunning(name, value) {
  const deadline = Date.now() + GRACE_MS;
  let left = await find(`${name}=${value}`);
  while (left.length > 0 && Date.now() < deadline) {
    await delay(POLL_MS);
    left = await find(`${name}=${value}`);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
  return left.map(({ pid, command }) => `${command} (${pid})`);
}

/** @param {string} variable `NAME=value` @returns {Promise<{ pid: number, command: string }[]>} */
async function find(variable) {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // It may be somebody else's, or end while it is looked at.
      const read = (file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      if (!(await read('environ')).split('\0').includes(variable)) return [];
      return [{ pid, command: (await read('cmdline')).replaceAll('\0', ' ').trim() }];
    }),
  );
  return found.flat();
}
