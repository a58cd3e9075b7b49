import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { createServer, connect as connectSocket, type Server, type Socket } from 'node:net';
import {
  isCode,
  nextPlace,
  type OwnerRecord,
  type Published,
  publishOwner,
  readOwner,
} from './ownerRecord.ts';
import { isOwnPipe, makePipePath, removePipePath } from './pipeFolder.ts';

/** What a window becomes: the owner, whose pipe is open, or a follower, connected to it. */
export type Outcome = Published &
  (
    | { readonly role: 'owner'; readonly server: Server }
    | { readonly role: 'follower'; readonly socket: Socket }
  );

export interface Candidate {
  /** Its version of Parley. */
  readonly version: string;
  /** The generation of an owner that is there and does nothing: to be succeeded all the same. */
  readonly stuck?: number | undefined;
}

/** More windows than anybody has open. */
const MAX_WINDOWS = 200;

/** A pipe without an owner: nobody listens, or it is not there. */
const DEAD = ['ECONNREFUSED', 'ENOENT'];

/** Takes a connection to the pipe; called from the first moment on. */
export type Accept = (socket: Socket, record: OwnerRecord) => void;

/**
 * Decides by a folder of the user's own whether this window owns the session. There is one owner
 * at a time: it listens before it is in the folder's line of owners, and is succeeded once nobody
 * listens any more, which the system sees to however it ends, or by who finds it stuck.
 * @throws Error of the file system or of the pipe
 */
export async function elect(
  folder: string,
  accept: Accept,
  { version, stuck }: Candidate,
): Promise<Outcome> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  for (;;) {
    const last = await readOwner(folder).catch((error: unknown) => {
      // Its successor has removed it meanwhile.
      if (isCode(error, 'ENOENT')) return 'moved' as const;
      throw error;
    });
    if (last === 'moved') continue;
    const { generation, record } = last;
    const socket = record && generation !== stuck ? await reach(record.pipe) : undefined;
    if (record && socket) return { role: 'follower', socket, generation, record };
    const own = await listen(folder, accept, version);
    const closing = async (error: unknown): Promise<never> => {
      await closePipe(own.server, own.record);
      throw error;
    };
    const next = await nextPlace(folder, generation).catch(closing);
    const published = { generation: next, record: own.record };
    const former = await publishOwner(folder, published).catch(closing);
    if (former) {
      for (const { pipe } of former) await removePipePath(pipe);
      return { role: 'owner', server: own.server, ...published };
    }
    await closePipe(own.server, own.record);
  }
}

/** Ends the owner's pipe; connections that are open are not its matter. */
export async function closePipe(server: Server, { pipe }: OwnerRecord): Promise<void> {
  server.close();
  await removePipePath(pipe);
}

/** A connection to the pipe, or `undefined` where nobody listens, or it is none of ours. */
async function reach(pipe: string): Promise<Socket | undefined> {
  if (!(await isOwnPipe(pipe))) return undefined;
  const socket = connectSocket(pipe);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    if (isCode(error, ...DEAD)) return undefined;
    throw error;
  }
}

async function listen(
  folder: string,
  accept: Accept,
  version: string,
): Promise<{ server: Server; record: OwnerRecord }> {
  const secret = () => randomBytes(32).toString('base64url');
  const pipe = await makePipePath(folder);
  const record = { pipe, password: secret(), countersign: secret(), version };
  const server = createServer((socket) => {
    accept(socket, record);
  }).listen(pipe);
  server.maxConnections = MAX_WINDOWS;
  await once(server, 'listening');
  return { server, record };
}
