/** Streams over SOCKS5 (XEP-0065), as the target and as the requester, direct or by a proxy. */
import type { Socket } from 'node:net';
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { sessionOnline } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { cancelled, transferErrorOf, unreachable } from '../transferError.ts';
import {
  activateProxy,
  findProxies,
  offerStreamHosts,
  onStreamHosts,
  streamAddress,
  type StreamHost,
  type StreamHostOffer,
} from '../xep/0065-socks5.ts';
import type { ByteStream } from '../byteStream.ts';
import { listenDirectly } from './directHosts.ts';
import { connectStreamHost, isStreamAddress } from './socks5Client.ts';
import { noteSocks5Failure } from './socks5Failures.ts';
import { Socks5Stream } from './socks5Stream.ts';
import { within } from './within.ts';

/** Time for one streamhost, and for all of them, in milliseconds. */
const HOST_MS = 5000;
const HOSTS_MS = 20_000;
/** How long a streamhost may take before the next one is tried beside it, in milliseconds. */
const HEAD_START_MS = 500;

/**
 * Expects a peer to offer streamhosts for a stream that was agreed on, and connects to the first
 * that works.
 *
 * @param from a full JID, which must know our presence
 * @throws TransferError `unreachable` if none works, `cancelled` by the signal, `offline` when the
 *   session is over
 */
export function expectSocks5(
  session: Session,
  from: Jid,
  sid: string,
  signal: AbortSignal,
): Promise<ByteStream> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      end();
      reject(transferErrorOf(error));
    };
    const abort = () => {
      fail(cancelled());
    };
    const handler = onStreamHosts(session, from, sid, async (offer) => {
      const used = await connectFirst(session, offer, signal).catch(() => undefined);
      if (!used) {
        if (!signal.aborted) noteSocks5Failure(session, from);
        fail(unreachable());
        throw new StanzaError('item-not-found');
      }
      end();
      resolve(new Socks5Stream(used.socket));
      return used.host.jid;
    });
    const online = session.on(sessionOnline, ({ resumed }) => {
      if (!resumed) fail(new StanzaError('not-connected'));
    });
    const end = () => {
      handler.dispose();
      online.dispose();
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
}

/**
 * Makes a stream that was agreed on: to an address of ours if the user allows that, else through a
 * proxy of our server.
 *
 * @throws TransferError `unreachable` if there is none of these, or none that both reach
 */
export async function openSocks5(
  session: Session,
  to: Jid,
  sid: string,
  signal: AbortSignal,
): Promise<ByteStream> {
  const requester = session.jid;
  if (!requester) throw transferErrorOf(new StanzaError('not-connected'));
  let socket: Socket | undefined;
  const address = streamAddress(sid, requester, to);
  const listener = await listenDirectly(session, address);
  try {
    const own = (listener?.addresses ?? []).map((at) => ({ ...at, jid: requester.full }));
    const proxies = await findProxies(session).catch((error: unknown) => {
      if (own.length === 0) throw error;
      return [];
    });
    const hosts = [...own, ...proxies];
    if (hosts.length === 0) throw unreachable();
    const used = await offerStreamHosts(session, to, sid, hosts);
    if (listener && own.includes(used)) {
      // The target has connected before it has answered.
      socket = await within(session.clock, HOST_MS, listener.take(), unreachable);
    } else {
      socket = await connectOne(session, used, address, signal);
      await activateProxy(session, used, sid, to);
    }
    return new Socks5Stream(socket);
  } catch (error) {
    socket?.destroy();
    if (signal.aborted) throw cancelled();
    const isLost = error instanceof StanzaError && error.condition === 'not-connected';
    if (isLost) throw transferErrorOf(error);
    noteSocks5Failure(session, to);
    throw unreachable();
  } finally {
    listener?.dispose();
  }
}

/**
 * Connects to the first streamhost that works, in order (§5.3.2). One that does not answer holds up the
 * others only for as long as its head start.
 *
 * @throws AggregateError if none works
 */
function connectFirst(
  session: Session,
  { hosts, address }: StreamHostOffer,
  signal: AbortSignal,
): Promise<{ readonly host: StreamHost; readonly socket: Socket }> {
  const { clock } = session;
  const found = new AbortController();
  const all = AbortSignal.any([signal, found.signal, AbortSignal.timeout(HOSTS_MS)]);
  const tryHost = async (host: StreamHost, turn: Promise<void>) => {
    await turn;
    all.throwIfAborted();
    const socket = await connectOne(session, host, address, all);
    if (found.signal.aborted) {
      socket.destroy();
      throw unreachable();
    }
    found.abort();
    return { host, socket };
  };
  let turn = Promise.resolve();
  const attempts = hosts.map((host) => {
    const attempt = tryHost(host, turn);
    turn = turn.then(async () => {
      const ended = attempt.then(
        () => undefined,
        () => undefined,
      );
      await within(clock, HEAD_START_MS, ended, unreachable).catch(() => undefined);
    });
    return attempt;
  });
  return Promise.any(attempts);
}

function connectOne(
  session: Session,
  host: StreamHost,
  address: string,
  signal: AbortSignal,
): Promise<Socket> {
  const { domain } = session.account;
  const isAllowed = (ip: string) => isStreamAddress(ip, domain);
  const timed = AbortSignal.any([signal, AbortSignal.timeout(HOST_MS)]);
  return connectStreamHost(host, address, isAllowed, timed);
}
