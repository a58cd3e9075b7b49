import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One connection through the proxy: towards the client, and towards the server. */
interface Link {
  readonly sides: readonly [Socket, Socket];
  silent: boolean;
}

/** A TCP proxy on loopback for a server there, with the faults of a bad network. */
export class FaultProxy {
  readonly #target: number;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  /** How long every chunk takes in each direction, in milliseconds. */
  delayMs = 0;
  /** Whether new connections are reset at once. */
  refuses = false;
  #accepted = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => {
      this.#accept(client);
    });
  }

  /** @param target the port of the server. */
  static async start(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** How many connections there have been. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Resets every connection there is. */
  cut(): void {
    for (const { sides } of this.#links) for (const side of sides) side.resetAndDestroy();
  }

  /** From here on nothing passes on the connections there are, and nobody is told. */
  silence(): void {
    for (const link of this.#links) link.silent = true;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    if (this.refuses) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#target, '127.0.0.1');
    const link: Link = { sides: [client, server], silent: false };
    this.#links.add(link);
    this.#forward(link, client, server);
    this.#forward(link, server, client);
  }

  #forward(link: Link, from: Socket, to: Socket): void {
    let last = Promise.resolve();
    const later = (action: () => void) => {
      // What was sent first arrives first, also when the delay changes.
      last = Promise.all([last, delay(this.delayMs)]).then(() => {
        if (!link.silent) action();
      });
    };
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      later(() => to.write(chunk));
    });
    from.on('end', () => {
      later(() => to.end());
    });
    from.on('error', () => {
      if (!link.silent) to.resetAndDestroy();
    });
    from.on('close', () => {
      if (link.sides.every((side) => side.destroyed)) this.#links.delete(link);
    });
  }
}
