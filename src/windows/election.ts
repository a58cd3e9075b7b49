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

/** The role of a window: the owner, whose pipe is open, or a follower, connected to it. */
export type Outcome = Published &
  (
    | { readonly role: 'owner'; readonly server: Server }
    | { readonly role: 'follower'; readonly socket: Socket }
  );

export interface Candidate {
  /** The window's version of Parley. */
  readonly version: string;
  /** The generation of an owner that is alive but unresponsive: it is succeeded all the same. */
  readonly stuck?: number | undefined;
}

/** Maximum number of connected windows: more than any user has open. */
const MAX_WINDOWS = 200;

/** Errors for a pipe without an owner: no process listens, or it does not exist. */
const DEAD = ['ECONNREFUSED', 'ENOENT'];

/** Accepts a connection to the pipe; called as soon as it is listening. */
export type Accept = (socket: Socket, record: OwnerRecord) => void;

/**
 * Elects, by a private folder of the user, whether this window owns the session. There is one owner
 * at a time: it listens before it publishes its record in the folder, and is succeeded once it no
 * longer listens, which the system ensures however it ends, or by a window that finds it stuck.
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
      // The successor has removed the record meanwhile.
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
    if (next !== undefined) {
      const published = { generation: next, record: own.record };
      const former = await publishOwner(folder, published).catch(closing);
      if (former) {
        for (const { pipe } of former) await removePipePath(pipe);
        return { role: 'owner', server: own.server, ...published };
      }
    }
    await closePipe(own.server, own.record);
  }
}

/** Closes the owner's pipe, but not its open connections. */
export async function closePipe(server: Server, { pipe }: OwnerRecord): Promise<void> {
  server.close();
  await removePipePath(pipe);
}

/** Connects to the pipe; `undefined` if no process listens, or it is not the user's own. */
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
