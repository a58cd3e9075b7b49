import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The ports of a server for programs in a network of their own, which reach nothing else and are not
 * reached, as behind a router. Each is a socket in a folder, as sockets of the network end at its border.
 */
export class ServerNetwork {
  readonly folder: string;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #counts = new Map<number, number>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(ports: readonly number[]): Promise<ServerNetwork> {
    // A short path: that of a socket has at most 107 bytes.
    const network = new ServerNetwork(await mkdtemp(path.join(tmpdir(), 'parley-net-')));
    for (const port of ports) await network.#open(port);
    return network;
  }

  /** How many connections of the programs a port has had. */
  connections(port: number): number {
    return this.#counts.get(port) ?? 0;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    await rm(this.folder, { recursive: true });
  }

  async #open(port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (inside) => {
      this.#counts.set(port, this.connections(port) + 1);
      const outside = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      this.#join(inside, outside);
      this.#join(outside, inside);
    });
    server.listen(path.join(this.folder, String(port)));
    await once(server, 'listening');
    this.#servers.push(server);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    // One end that fails ends the other.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
    });
  }
}
