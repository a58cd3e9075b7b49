// @ts-check
import { createServer } from 'node:net';

/**
 * Below the range from which the system takes ports for outgoing connections: a client that keeps
 * trying a closed port of that range can end up connected to itself.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** @type {Set<number>} */
const given = new Set();

/**
 * Finds loopback ports that nobody listens on, each given out once by this process.
 * @template {string} Name
 * @param {readonly Name[]} names
 * @returns {Promise<Record<Name, number>>} a port for each name
 */
export async function freePorts(names) {
  /** @type {Partial<Record<Name, number>>} */
  const ports = {};
  for (const name of names) {
    let port = candidate();
    while (given.has(port) || !(await isFree(port))) port = candidate();
    given.add(port);
    ports[name] = port;
  }
  return /** @type {Record<Name, number>} */ (ports);
}

/** Not the same for processes that start servers at the same time. */
function candidate() {
  return LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
}

/** Whether nobody listens there, on loopback. @param {number} port @returns {Promise<boolean>} */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
