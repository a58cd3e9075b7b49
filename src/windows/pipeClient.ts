import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type Api, connectApi, type HostMessage } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import { describeError, type Log } from '../base/log.ts';
import type { OwnerRecord } from './ownerRecord.ts';
import { CONTRACT, HELLO, openPipe } from './pipe.ts';

/** A new owner first brings the accounts back, and reads the contacts where it can. */
const HELLO_MS = 15_000;

/** The contract over the pipe, for as long as the owner is there. */
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
  { clock, log }: { clock: Clock; log: Log },
): Promise<PipeClient> {
  const pipe = openPipe(socket);
  const cut = (error: unknown) => {
    log.warn(`the window with the session: ${describeError(error)}`);
    socket.destroy();
  };
  const closed = socket.destroyed ? Promise.resolve() : once(socket, 'close').then(() => undefined);
  void closed.then(() => {
    pipe.dispose();
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

  const late = clock.after(HELLO_MS, () => socket.destroy());
  const gone = closed.then(() => {
    throw new Error('the window with the session does not answer');
  });
  try {
    const answer = await Promise.race([pipe.sendRequest(HELLO, record.password), gone]);
    if (answer !== record.countersign) throw new Error('somebody else answers for the session');
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    late.dispose();
    gone.catch(() => undefined);
  }
  const api = connectApi({
    post: (message) => {
      if (!socket.destroyed) pipe.sendNotification(CONTRACT, message).catch(cut);
    },
    onMessage: (listener) => {
      hear = listener;
    },
  });
  return { api, closed };
}
