// @ts-check
// The command line that every benchmarked client understands.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { parseArgs } from 'node:util';

/**
 * `L0`: sign in, no more, whatever `n` is. `L1`: fetch a roster of `n` contacts and hear of the presence of each.
 * `L2`: receive `n` messages after the initial presence. `L3`: read an archive of `n` messages from
 * its beginning, page by page. `L4`: join a room with `n` occupants, up to its subject. `L5`: send
 * `n` messages to the account itself, until the server has acknowledged them. `R2` and `R3`: as `L2`
 * and `L3`, with the messages and the archive of a room that is joined before.
 *
 * @typedef {'L0' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'R2' | 'R3'} Load
 */

/**
 * @typedef {object} Options
 * @property {string} host an IP address of the loopback interface
 * @property {number} port
 * @property {string} jid
 * @property {string} password
 * @property {Load} load
 * @property {number} n
 * @property {number} page how many messages of the archive the library by itself asks for at once;
 *   Parley finds out what suits the connection, and gets no more than the server gives
 * @property {string | undefined} store the file that Parley keeps messages in; without it, it keeps
 *   them in memory
 */

/** A command line that cannot be obeyed: one sentence says why. */
export class UsageError extends Error {}

/** @type {readonly Load[]} */
const LOADS = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5', 'R2', 'R3'];
const REQUIRED = /** @type {const} */ (['host', 'port', 'jid', 'password', 'load', 'n']);
/** The loads in which {@link roomOf} is joined. @type {readonly Load[]} */
export const ROOM_LOADS = ['L4', 'R2', 'R3'];
/** @param {string} jid of the account @returns {string} the address of the room */
export const roomOf = (jid) => `room@conf.${jid.replace(/^[^@]*@|\/.*$/gsu, '')}`;
/** `ws`: the same server's WebSocket, for clients that want one; these do not. */
const OPTIONAL = /** @type {const} */ (['page', 'store', 'ws']);
const MAX_PORT = 65_535;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/**
 * Reads the command line.
 * @param {readonly string[]} args
 * @returns {Promise<Options>}
 * @throws {UsageError}
 */
export async function parseOptions(args) {
  const values = parse(args);
  const missing = REQUIRED.find((name) => values[name] === undefined);
  if (missing) throw new UsageError(`The option --${missing} is missing.`);
  const { host = '', port = '', jid = '', password = '', load = '', n = '', page = '50' } = values;
  const known = LOADS.find((name) => name === load);
  if (!known) throw new UsageError(`There is no load "${load}"; choose from ${LOADS.join(', ')}.`);
  return {
    host: await loopbackAddress(host),
    port: parseCount('port', port, { max: MAX_PORT }),
    jid,
    password,
    load: known,
    n: parseCount('n', n, { min: known === 'L0' ? 0 : 1 }),
    page: parseCount('page', page),
    store: values['store'],
  };
}

/** @param {readonly string[]} args @returns {Partial<Record<string, string>>} */
function parse(args) {
  const options = Object.fromEntries(
    [...REQUIRED, ...OPTIONAL].map((name) => [name, { type: /** @type {const} */ ('string') }]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [sentence] = String(error instanceof Error ? error.message : error).split(/\. |\n/u);
    throw new UsageError(`${sentence}.`);
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {{ min?: number, max?: number }} [range]
 * @returns {number}
 */
function parseCount(name, text, { min = 1, max = Number.MAX_SAFE_INTEGER } = {}) {
  const count = /^\d+$/u.test(text) ? Number(text) : -1;
  if (count >= min && count <= max) return count;
  throw new UsageError(`--${name} must be a whole number, ${min} or more; "${text}" is not.`);
}

/**
 * Only the machine itself may be asked to take a password without TLS.
 * @param {string} host @returns {Promise<string>} its IP address
 * @throws {UsageError} when it is another machine, or a name that could become one
 */
async function loopbackAddress(host) {
  const address = host === 'localhost' ? (await lookup(host)).address : host;
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (isIP(address) !== 0 && loopback.check(address, family)) return address;
  throw new UsageError(`"${host}" is not a loopback address, and there is no TLS here.`);
}
