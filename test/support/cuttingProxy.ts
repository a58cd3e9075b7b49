import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback that breaks off connections, and holds nothing of what passes. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The port of the server. */
  target = 0;
  /** After how many bytes, of both sides together, the next connections are reset, in order. */
  cuts: number[] = [];
  /** How many bytes have passed, of both sides. */
  passed = 0;

  private constructor() {
    this.#server = createServer((client) => {
      this.#forward(client, connect(this.target, '127.0.0.1'));
    });
  }

  static async start(): Promise<CuttingProxy> {
    const proxy = new CuttingProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #forward(client: Socket, server: Socket): void {
    const sides = [client, server];
    let passed = 0;
    let isCut = false;
    for (const side of sides) {
      this.#sockets.add(side);
      side.on('error', () => undefined);
      side.on('close', () => {
        this.#sockets.delete(side);
        for (const other of sides) other.destroySoon();
      });
      side.on('data', ({ length }: Buffer) => {
        this.passed += length;
        passed += length;
        if (isCut || passed < (this.cuts[0] ?? Infinity)) return;
        isCut = true;
        this.cuts.shift();
        for (const other of sides) other.resetAndDestroy();
      });
    }
    client.pipe(server);
    server.pipe(client);
  }
}
