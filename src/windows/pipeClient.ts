import type { Socket } from 'node:net';
import { type Api, connectApi, type HostMessage } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import type { OwnerRecord } from './ownerRecord.ts';
import { CONTRACT, HELLO, HELLO_MS, openPipe, PING } from './pipe.ts';
import { IncomingLimit, OutgoingLimit } from './pipeLimits.ts';

/** Delay between an answer and the next ping, and timeout of a ping, in milliseconds. */
const PING_MS = 2000;
const SILENT_MS = 4000;
/** Maximum number of messages waiting to be sent. */
const MAX_WAITING = 10_000;

export interface PipeClientDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Called when the owner is connected but unresponsive. The connection is closed then. */
  readonly onStuck: () => void;
}

/** The contract over the pipe, for as long as the owner is alive and responsive. */
export interface PipeClient {
  readonly api: Api;
  /** Resolves when the owner is gone; pending requests are never answered. */
  readonly closed: Promise<void>;
}

/**
 * Authenticates to the owner. Sends nothing else to one that does not know the countersign.
 * @throws Error when it does not answer correctly, after closing the connection
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

  // A new owner first restores the accounts, and loads their contacts where it can.
  const late = clock.after(HELLO_MS, () => socket.destroy());
  try {
    // Pending requests fail when the socket is closed.
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
