import type { Socket } from 'node:net';
import { type Api, connectApi, type HostMessage } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import type { OwnerRecord } from './ownerRecord.ts';
import { CONTRACT, HELLO, HELLO_MS, openPipe, PING } from './pipe.ts';
import { IncomingLimit, OutgoingLimit } from './pipeLimits.ts';

/** How long after one sign of life the next is asked for, and how long it may take. */
const PING_MS = 2000;
const SILENT_MS = 4000;
/** How many requests may wait to be sent. */
const MAX_WAITING = 10_000;

export interface PipeClientDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** The owner is there, and gives no sign of life. The connection is cut then. */
  readonly onStuck: () => void;
}

/** The contract over the pipe, for as long as the owner is there and not stuck. */
export interface PipeClient {
  readonly api: Api;
  /** Resolves when the owner is gone; nothing that waits for it is answered any more. */
  readonly closed: Promise<void>;
}

/**
 * Makes itself known to the owner. Nothing else is said to one that does not know the countersign.
 * @throws Error when it does not answer as it should, and cuts the connection
 */
export async function connectPipe(
  socket: Socket,
  record: OwnerRecord,
  { clock, log, onStuck }: PipeClientDeps,
): Promise<PipeClient> {
  const cut = (error: unknown) => {
    if (!socket.destroyed) log.warn(`the window with the session: ${describeError(error)}`);
    socket.destroy();
  };
  const incoming = new IncomingLimit(socket, cut);
  const outgoing = new OutgoingLimit({ messages: MAX_WAITING });
  const pipe = openPipe(socket, (bytes) => {
    incoming.handled(bytes);
  });
  let next: Disposable | undefined;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      next?.dispose();
      pipe.dispose();
      resolve();
    });
  });
  socket.on('error', cut);
  pipe.onError(([error]) => {
    cut(error);
  });
  let hear: (message: HostMessage) => void = () => undefined;
  pipe.onNotification(CONTRACT, (message: HostMessage) => {
    hear(message);
  });
  pipe.listen();
  const checkLife = () => {
    next = clock.after(SILENT_MS, () => {
      onStuck();
      cut('it says nothing');
    });
    pipe.sendRequest(PING).then(() => {
      next?.dispose();
      next = clock.after(PING_MS, checkLife);
    }, cut);
  };
  checkLife();

  // A new owner first brings the accounts back, and reads the contacts where it can.
  const late = clock.after(HELLO_MS, () => socket.destroy());
  try {
    // What waits for an answer fails when the socket is closed.
    const answer: unknown = await pipe.sendRequest(HELLO, record.password);
    if (answer !== record.countersign) throw new Error('somebody else answers for the session');
    incoming.known();
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    late.dispose();
  }
  const api = connectApi({
    post: (message) => {
      if (socket.destroyed) return;
      const sent = outgoing.admit(message);
      if (sent) pipe.sendNotification(CONTRACT, message).catch(cut).finally(sent);
      else cut('it does not read');
    },
    onMessage: (listener) => {
      hear = listener;
    },
  });
  return { api, closed };
}
