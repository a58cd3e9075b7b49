import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { HostMessage } from '../api/channel.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { HostChannel, type Permissions } from '../host/channel.ts';
import type { Host } from '../host/host.ts';
import type { OwnerRecord } from './ownerRecord.ts';
import { CONTRACT, HELLO, openPipe, PING } from './pipe.ts';

/** Another window may do all that this one may. */
const EVERYTHING: Permissions = {
  mayRequest: () => true,
  mayWatch: () => true,
  maxWatches: 10_000,
};

/**
 * How many messages may wait for one window; one that lets more of them wait is cut off, and gets
 * snapshots when it comes again.
 */
const MAX_WAITING = 256;

/** The owner's end of the pipe: serves the contract to the other windows. */
export class PipeServer implements Disposable {
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  readonly #host: Promise<Host>;

  /** Answers from now on; whoever came before has waited for it. */
  readonly serve: (host: Host) => void;

  constructor(log: Log) {
    let serve: (host: Host) => void = () => undefined;
    this.#log = log;
    this.#host = new Promise((resolve) => (serve = resolve));
    this.serve = serve;
  }

  /** Serves a window until it goes. Whoever does not know the password first is cut off. */
  accept(socket: Socket, record: OwnerRecord): void {
    const pipe = openPipe(socket);
    let channel: HostChannel | undefined;
    let waiting = 0;
    const cut = (why: string) => {
      if (!socket.destroyed) this.#log.warn(`another window was cut off: ${why}`);
      socket.destroy();
    };
    const post = (message: HostMessage) => {
      waiting += 1;
      if (waiting > MAX_WAITING) {
        cut('it does not read');
        return;
      }
      pipe
        .sendNotification(CONTRACT, message)
        .catch((error: unknown) => {
          cut(describeError(error));
        })
        .finally(() => (waiting -= 1));
    };
    pipe.onRequest(HELLO, async (password: unknown) => {
      if (!isSame(password, record.password)) {
        cut('it did not know the password');
        return null;
      }
      const host = await this.#host;
      if (!socket.destroyed) channel ??= new HostChannel(host, EVERYTHING, post);
      return record.countersign;
    });
    pipe.onRequest(PING, () => null);
    pipe.onNotification(CONTRACT, (message: unknown) => {
      if (!channel?.receive(message)) cut('it did not keep to the contract');
    });
    pipe.onError(([error]) => {
      cut(describeError(error));
    });
    socket.on('error', (error) => {
      cut(describeError(error));
    });
    socket.once('close', () => {
      channel?.dispose();
      pipe.dispose();
      this.#sockets.delete(socket);
    });
    this.#sockets.add(socket);
    pipe.listen();
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

function isSame(given: unknown, secret: string): boolean {
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
