import { AssertionError } from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import type { Certificate } from './certificates.ts';
import { HostilePeer } from './hostilePeer.ts';

/** What the server does with a connection. What it throws fails the test in {@link HostileServer.stop}. */
export type Script = (peer: HostilePeer) => Promise<void>;

/**
 * A server on loopback that does to its clients whatever a script says, good or evil. It has no
 * XMPP of its own besides the helpers of {@link HostilePeer}.
 */
export class HostileServer {
  /** All connections so far, oldest first. */
  readonly peers: HostilePeer[] = [];
  readonly #server: net.Server;
  readonly #errors: unknown[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(script: Script, options: { directTls?: Certificate | undefined }) {
    this.#server = net.createServer({ noDelay: true }, (socket) => {
      const peer = new HostilePeer(socket);
      this.peers.push(peer);
      this.#play(script, peer, options.directTls).catch((error: unknown) => {
        this.#errors.push(error);
      });
      for (const wake of this.#waiting) wake();
    });
  }

  /**
   * Listens on a free port of 127.0.0.1.
   * @param options.directTls the certificate of direct TLS (XEP-0368); plain TCP when absent.
   */
  static async start(
    script: Script,
    options: { directTls?: Certificate } = {},
  ): Promise<HostileServer> {
    const server = new HostileServer(script, options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits for the connection of that number, from 1. @throws Error after `ms`. */
  async connection(number: number, ms = 5000): Promise<HostilePeer> {
    const deadline = performance.now() + ms;
    for (;;) {
      const peer = this.peers[number - 1];
      if (peer) return peer;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`no connection number ${number} within ${ms} ms`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        this.#waiting.add(wake);
      });
    }
  }

  /** Closes everything. @throws what a script threw while its client was there. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const peer of this.peers) peer.destroy();
    await closed;
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  async #play(script: Script, peer: HostilePeer, directTls?: Certificate): Promise<void> {
    try {
      if (directTls) await peer.upgrade(directTls);
      await script(peer);
    } catch (error) {
      // A client that leaves is what most of these scripts provoke.
      if (!peer.gone || error instanceof AssertionError) throw error;
    }
  }
}
