import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageView } from '../../src/api/views.ts';
import type { OfferWay } from '../../src/xmpp/files/fileOffer.ts';
import { sendContent } from '../support/sources.ts';
import { addressOf, type Cast, of, see, step, type Trial } from './cast.ts';
import { type Run, WAIT_MS } from './clients/otherClient.ts';

/** In bytes: those around a block of in-band bytestreams among them. */
const SIZES = [0, 1, 4095, 4096, 1_000_000];
/** In band only of clients that take and send as much in sensible time. */
const LARGE = 64_000_000;
/** The slowest that a file may go, on a machine that is busy, in bytes per ms. */
const SLOWEST = 100;

/** Files of all sizes by the server's proxy of SOCKS5 bytestreams. */
export function bySocks5(way: OfferWay): Trial {
  return {
    who: 'bob',
    fromParley: (cast, shows) => byProxy(cast, () => sendAll(cast, shows, way, [...SIZES, LARGE])),
    toParley: (cast, does) => byProxy(cast, () => receiveAll(cast, does, way, [...SIZES, LARGE])),
  };
}

/** Files of all sizes where no SOCKS5 bytestream can be had. */
export function inBand(way: OfferWay): Trial {
  return {
    who: 'bob',
    fromParley: async (cast, shows) => {
      await cast.stopProxy();
      await sendAll(cast, shows, way, inBandSizes(cast));
    },
    toParley: async (cast, does) => {
      await cast.stopProxy();
      await receiveAll(cast, does, way, inBandSizes(cast));
    },
  };
}

const inBandSizes = ({ kind }: Cast) => (kind.largeInBand === true ? [...SIZES, LARGE] : SIZES);
const patience = (size: number) => WAIT_MS + size / SLOWEST;

/** @throws Error if nothing came by the proxy */
async function byProxy(cast: Cast, transfer: () => Promise<void>): Promise<void> {
  const before = cast.proxied();
  await transfer();
  if (cast.kind.isApart && cast.proxied() === before) throw new Error('it came another way');
}

const sendAll = (cast: Cast, shows: Run, way: OfferWay, sizes: readonly number[]) =>
  eachSize(within(sizes, cast.kind.smallest?.taken, cast.kind.largestTaken), way, (name, size) =>
    send(cast, shows, way, name, size),
  );
const receiveAll = (cast: Cast, does: Run, way: OfferWay, sizes: readonly number[]) =>
  eachSize(within(sizes, cast.kind.smallest?.sent), way, (name, size) =>
    receive(cast, does, name, size),
  );

function within(sizes: readonly number[], smallest = 0, largest = Infinity): readonly number[] {
  return sizes.filter((one) => smallest <= one && one <= largest);
}

let count = 0;
async function eachSize(
  sizes: readonly number[],
  way: OfferWay,
  transfer: (name: string, size: number) => Promise<void>,
): Promise<void> {
  for (const size of sizes) {
    try {
      await transfer(`${way} ${String(++count)} plan.bin`, size);
    } catch (error) {
      throw new Error(`a file of ${String(size)} bytes: ${String(error)}`, { cause: error });
    }
  }
}

async function send(
  { parley, folder }: Cast,
  shows: Run,
  way: OfferWay,
  name: string,
  size: number,
): Promise<void> {
  const content = randomBytes(size);
  const kept = path.join(folder, `kept ${name}`);
  const file = { name, mediaType: 'application/octet-stream', content };
  const shown = shows(step(name, { file: kept }));
  shown.catch(() => undefined);
  const id = await sendContent(parley.host, of, file, way);
  const ended = parley.waitFor(
    'transfers',
    of,
    (transfer) => transfer.id === id && transfer.state !== 'running',
    patience(size),
  );
  const [{ state, error }] = await Promise.all([ended, shown]);
  if (state !== 'done') throw new Error(`in Parley it is ${state}: ${JSON.stringify(error)}`);
  compare(content, await readFile(kept));
}

async function receive(cast: Cast, does: Run, name: string, size: number): Promise<void> {
  const content = randomBytes(size);
  const file = path.join(cast.folder, name);
  await writeFile(file, content);
  const kept = path.join(cast.folder, `kept ${name}`);
  const sent = step(name, { file, to: addressOf(cast) });
  const first = await accept(cast, does(sent), { name, size, kept });
  const isFailed = first.offer?.state === 'failed' && cast.kind.sendsAgain === true;
  const again = { name, size, kept, but: first.id };
  const { offer } = isFailed ? await accept(cast, does(sent), again) : first;
  if (offer?.state !== 'done') throw new Error(`in Parley it is ${JSON.stringify(offer)}`);
  compare(content, await readFile(kept));
}

interface Offered {
  readonly name: string;
  readonly size: number;
  /** Where to keep it. */
  readonly kept: string;
  /** The message of an offer that is over. */
  readonly but?: string;
}

/** Accepts an offer. @returns its message once it has ended */
async function accept(
  cast: Cast,
  sending: Promise<unknown>,
  { name, size, kept, but }: Offered,
): Promise<MessageView> {
  sending.catch(() => undefined);
  const { id: message } = await see(
    cast,
    ({ outgoing, file, id }) => !outgoing && file?.name === name && id !== but,
  );
  await cast.parley.request('acceptFile', { ...of, message, path: kept, replace: false });
  const ended = await cast.parley.waitFor(
    'messages',
    of,
    ({ id, offer }) => id === message && !['offered', 'running'].includes(offer?.state ?? ''),
    patience(size),
  );
  await sending;
  return ended;
}

/** @throws Error if it is not the same content */
function compare(sent: Buffer, received: Buffer): void {
  const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
  if (digest(sent) === digest(received)) return;
  throw new Error(`${String(received.length)} bytes have come, which are others`);
}
