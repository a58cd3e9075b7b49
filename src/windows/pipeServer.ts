import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { HostMessage } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { HostChannel, type Permissions } from '../host/channel.ts';
import type { Host } from '../host/host.ts';
import type { OwnerRecord } from './ownerRecord.ts';
import { CONTRACT, HELLO, HELLO_MS, openPipe, PING } from './pipe.ts';
import { IncomingLimit, OutgoingLimit } from './pipeLimits.ts';

/** The permissions of another window: the same as of this one. */
const EVERYTHING: Permissions = {
  mayRequest: () => true,
  mayWatch: () => true,
  maxWatches: 10_000,
  maxRequests: 1000,
};

/**
 * Maximum number of messages queued for one window; one that exceeds it is cut off, and gets
 * snapshots when it reconnects.
 */
const MAX_WAITING = 256;

/** The owner's end of the pipe: serves the contract to the other windows. */
export class PipeServer implements Disposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  readonly #host: Promise<Host>;

  /** Starts serving; handshakes of earlier connections wait for this. */
  readonly serve: (host: Host) => void;

  constructor(clock: Clock, log: Log) {
    let serve: (host: Host) => void = () => undefined;
    this.#clock = clock;
    this.#log = log;
    this.#host = new Promise((resolve) => (serve = resolve));
    this.serve = serve;
  }

  /** Serves a window until it disconnects. A client without the password is cut off. */
  accept(socket: Socket, record: OwnerRecord): void {
    let channel: HostChannel | undefined;
    const cut = (why: string) => {
      if (!socket.destroyed) this.#log.warn(`another window was cut off: ${why}`);
      socket.destroy();
    };
    const incoming = new IncomingLimit(socket, cut);
    const outgoing = new OutgoingLimit({ messages: MAX_WAITING });
    const pipe = openPipe(socket, (bytes) => {
      incoming.handled(bytes);
    });
    const post = (message: HostMessage) => {
      const sent = outgoing.admit(message);
      if (!sent) {
        cut('it does not read');
        return;
      }
      pipe
        .sendNotification(CONTRACT, message)
        .catch((error: unknown) => {
          cut(describeError(error));
        })
        .finally(sent);
    };
    const late = this.#clock.after(HELLO_MS, () => {
      cut('it did not make itself known');
    });
    pipe.onRequest(HELLO, async (password: unknown) => {
      if (!isSame(password, record.password)) {
        cut('it did not know the password');
        return null;
      }
      late.dispose();
      incoming.known();
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
      late.dispose();
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
