/** The addresses of this machine at which a peer may reach us, if the user wants that. */
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { defineMemo, type Session } from '../stanza/session.ts';
import { isStreamAddress } from './socks5Client.ts';
import { Socks5Listener } from './socks5Listener.ts';

/** Maximum number of addresses that are offered. */
const MAX_ADDRESSES = 4;
/** Interfaces of containers and virtual machines, which no other machine reaches. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman)/u;

const allowed = defineMemo<{ addresses: () => readonly string[] }>('directAddresses');
const allowedOf = (session: Session) =>
  session.memo(allowed, () => ({ addresses: () => [] }), 'disposed');

/** Lets peers connect to these IP addresses; asked each time, and none without this. */
export function allowDirect(session: Session, addresses: () => readonly string[]): void {
  allowedOf(session).addresses = addresses;
}

/** Listens for the peer of a stream. @param address its DST.ADDR @returns `undefined` if not allowed */
export function listenDirectly(
  session: Session,
  address: string,
): Promise<Socks5Listener | undefined> {
  const addresses = allowedOf(session).addresses().slice(0, MAX_ADDRESSES);
  return Socks5Listener.open(addresses, address, session.clock);
}

/** Whether peers may connect to us at all. */
export function allowsDirect(session: Session): boolean {
  return allowedOf(session).addresses().length > 0;
}

/** The IP addresses of this machine that others may reach: not of its loopback, links or containers. */
export function ownAddresses(interfaces = networkInterfaces()): readonly string[] {
  return Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, addresses = []]) => addresses)
    .filter(({ internal, address }) => !internal && isIP(address) && isStreamAddress(address, ''))
    .map(({ address }) => address);
}
