/** The client's side of SOCKS5 (RFC 1928), in the form of XEP-0065 §5.3.2. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type Socket } from 'node:net';
import { connect } from 'node:net';
import { systemClock } from '../../base/clock.ts';
import { openSocket } from '../stream/net/openSocket.ts';
import type { StreamHost } from '../xep/0065-socks5.ts';
import { take } from './socks5Bytes.ts';

/** Version, one method: no authentication (RFC 1928 §3). */
const GREETING = Buffer.from([5, 1, 0]);
/** Version, CONNECT, reserved, a domain name (RFC 1928 §4). */
const CONNECT = [5, 1, 0, 3] as const;
/** The lengths of the addresses by type; that of a name is in its first byte. */
const ADDRESS_LENGTHS = new Map([
  [1, 4],
  [4, 16],
]);
const NAME = 3;

/** Networks in which only services of this machine or its link are, or no host at all. */
const LOCAL: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
const local = new BlockList();
for (const [network, prefix, family] of LOCAL) local.addSubnet(network, prefix, family);
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a stream may go to this IP address: anywhere but to this machine and its link. An account
 * of `localhost` has its server here (RFC 6761 §6.3), which may name itself.
 *
 * @param domain that of the account
 */
export function isStreamAddress(address: string, domain: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (loopback.check(address, family)) return domain === 'localhost';
  return isIP(address) !== 0 && !local.check(address, family);
}

/**
 * Connects to a streamhost. Its name is resolved once; what is checked is also connected to.
 *
 * @param address the DST.ADDR, at most 255 bytes
 * @param isAllowed judges the resolved IP addresses
 * @throws Error if it is not allowed, does not answer, or not by the protocol
 */
export async function connectStreamHost(
  { host, port }: StreamHost,
  address: string,
  isAllowed: (ip: string) => boolean,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await openSocket(host, port, signal, {
    clock: systemClock,
    lookup: async (name) => {
      const found = await lookup(name, { all: true, order: 'verbatim' });
      const allowed = found.filter(({ address: ip }) => isAllowed(ip));
      if (allowed.length === 0) throw new Error('not an address for streams');
      return allowed;
    },
    connect: ({ address: ip }, at) => connect({ host: ip, port: at }),
  });
  const destroy = () => socket.destroy();
  signal.addEventListener('abort', destroy);
  try {
    socket.write(GREETING);
    const [version, method] = await take(socket, 2);
    if (version !== 5 || method !== 0) throw new Error('no SOCKS5 without authentication');
    const name = Buffer.from(address);
    socket.write(Buffer.from([...CONNECT, name.length, ...name, 0, 0]));
    await takeReply(socket);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

/** Reads the reply to CONNECT (RFC 1928 §6), whose address some proxies do not repeat. */
async function takeReply(socket: Socket): Promise<void> {
  const [version, status, , type = 0] = await take(socket, 4);
  if (version !== 5 || status !== 0) throw new Error(`SOCKS5 status ${String(status)}`);
  const length = type === NAME ? (await take(socket, 1))[0] : ADDRESS_LENGTHS.get(type);
  if (length === undefined) throw new Error('unknown type of address');
  await take(socket, length + 2);
}
