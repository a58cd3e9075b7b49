/** The server's side of SOCKS5 (RFC 1928) for one stream, in the form of XEP-0065 §5.3.2. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { deferred } from './deferred.ts';
import { take } from './socks5Bytes.ts';

/** Time for a handshake, in ms, and how many go on at once: any process that finds the port can begin one. */
const HANDSHAKE_MS = 5000;
const MAX_HANDSHAKES = 8;

const VERSION = 5;
const CONNECT = 1;
const NAME = 3;
const NO_AUTHENTICATION = 0;
/** Replies of RFC 1928 §6: not allowed by ruleset. */
const NOT_ALLOWED = 2;

/** An address at which a peer reaches us. */
export interface ListenerAddress {
  /** An IP address of ours. */
  readonly host: string;
  readonly port: number;
}

/**
 * Listens for one peer, who proves by the DST.ADDR that it is the one: no other one knows the id of
 * the stream. Its first connection is the only one, so that both sides mean the same.
 */
export class Socks5Listener implements Disposable {
  readonly addresses: readonly ListenerAddress[];
  readonly #servers: readonly Server[];
  readonly #expected: string;
  readonly #clock: Clock;
  readonly #handshakes = new Set<Socket>();
  readonly #connected = deferred<Socket>();
  #isConnected = false;
  /** The peer's connection until it is taken. */
  #socket: Socket | undefined;

  private constructor(servers: readonly Server[], expected: string, clock: Clock) {
    this.#servers = servers;
    this.#expected = expected;
    this.#clock = clock;
    this.addresses = servers.map((server) => {
      const { address, port } = server.address() as AddressInfo;
      return { host: address, port };
    });
    for (const server of servers) {
      server.on('connection', (socket) => void this.#receive(socket));
    }
  }

  /**
   * Listens at each of these IP addresses, at a port that is free; those that cannot be used are
   * left out.
   * @param expected the DST.ADDR of the stream
   * @returns `undefined` if none is left
   */
  static async open(
    hosts: readonly string[],
    expected: string,
    clock: Clock,
  ): Promise<Socks5Listener | undefined> {
    const opened = await Promise.all(hosts.map(listen));
    const servers = opened.flatMap((server) => server ?? []);
    return servers.length > 0 ? new Socks5Listener(servers, expected, clock) : undefined;
  }

  /** The peer's connection, paused after its handshake; the caller's to destroy. Waits for it. */
  async take(): Promise<Socket> {
    const socket = await this.#connected.promise;
    this.#socket = undefined;
    return socket;
  }

  /** Closes all but the connection that was taken. */
  dispose(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#handshakes) socket.destroy();
    this.#socket?.destroy();
    this.#connected.reject(new Error('closed'));
  }

  async #receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    const [oldest] = this.#handshakes;
    // Not the newest, so that silent connections cannot keep the peer out.
    if (oldest && this.#handshakes.size >= MAX_HANDSHAKES) {
      this.#handshakes.delete(oldest);
      oldest.destroy();
    }
    this.#handshakes.add(socket);
    const late = this.#clock.after(HANDSHAKE_MS, () => {
      socket.destroy();
    });
    try {
      await this.#shakeHands(socket);
    } catch {
      socket.destroy();
    } finally {
      late.dispose();
      this.#handshakes.delete(socket);
    }
  }

  /** @throws Error if it is not by the protocol, or not the peer's first */
  async #shakeHands(socket: Socket): Promise<void> {
    const [version, count = 0] = await take(socket, 2);
    // Nothing is answered to what speaks something else.
    if (version !== VERSION) throw new Error('no SOCKS5');
    if (!(await take(socket, count)).includes(NO_AUTHENTICATION)) throw new Error('no method');
    socket.write(Buffer.from([VERSION, NO_AUTHENTICATION]));
    const [again, command, , type, length = 0] = await take(socket, 5);
    if (again !== VERSION || command !== CONNECT || type !== NAME) throw new Error('no request');
    const name = await take(socket, length + 2);
    const address = name.subarray(0, length);
    const isFirst = !this.#isConnected && address.toString('latin1') === this.#expected;
    const reply = [VERSION, isFirst ? 0 : NOT_ALLOWED, 0, NAME, length, ...name];
    if (!isFirst) {
      await new Promise((resolve) => socket.write(Buffer.from(reply), resolve));
      throw new Error('not allowed');
    }
    this.#isConnected = true;
    this.#socket = socket;
    socket.write(Buffer.from(reply));
    this.#connected.resolve(socket);
  }
}

async function listen(host: string): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen(0, host);
    await once(server, 'listening');
    server.on('error', () => undefined);
    return server;
  } catch {
    return undefined;
  }
}
