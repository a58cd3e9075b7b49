// XEP-0047: In-Band Bytestreams, version 2.0.1
// https://xmpp.org/extensions/xep-0047.html
import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { DisposableStore, onDispose } from '../../base/lifecycle.ts';
import type { ByteStream } from '../byteStream.ts';
import {
  defineMemo,
  type IncomingIq,
  type IncomingStanza,
  type Module,
  type Session,
  sessionOnline,
} from '../stanza/session.ts';
import { bytesOf } from '../stanza/limits.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { cancelled, type TransferError, transferErrorOf, unreachable } from '../transferError.ts';
import { InBandStream, NS } from './0047-stream.ts';

export const NS_IN_BAND = NS;

/**
 * The block size to propose, in bytes: a stanza of less than 4 KiB, which is what Prosody reads at once;
 * it pauses for a millisecond before each further part of what was encrypted as one.
 */
export const IN_BAND_BLOCK = 2880;
/** Sizes to try when a peer wants smaller blocks, in bytes. */
const SMALLER = [8192, 4096, 2048] as const;
const MAX_BLOCK = 65_535;
/** How long a block may wait for its consumer, in milliseconds. */
const CONSUMER_MS = 300_000;

interface Expected {
  readonly blockSize: number;
  readonly accept: (stream: InBandStream) => void;
  readonly fail: (error: TransferError) => void;
}

/** The streams of a session by sid and full JID: those agreed, and those open. */
class InBandStreams {
  readonly expected = new Map<string, Expected>();
  readonly open = new Map<string, InBandStream>();
  /** The open streams whose peer may send messages (§4). */
  readonly byMessage = new WeakSet<InBandStream>();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws TransferError if there is one with the same name */
  start(peer: Jid, sid: string, blockSize: number): InBandStream {
    const key = keyOf(peer, sid);
    if (this.open.has(key)) throw unreachable();
    const onOver = () => this.open.delete(key);
    const stream = new InBandStream(this.#session, { peer, sid, blockSize, onOver });
    this.open.set(key, stream);
    return stream;
  }

  /** @throws StanzaError `item-not-found` */
  find(from: Jid, { attrs }: Element): InBandStream {
    const stream = this.open.get(keyOf(from, attrs['sid'] ?? ''));
    if (!stream) throw new StanzaError('item-not-found');
    return stream;
  }

  end(error: TransferError): void {
    for (const { fail } of [...this.expected.values()]) fail(error);
    for (const stream of [...this.open.values()]) stream.release(error);
  }
}

const streams = defineMemo<InBandStreams>('inBandStreams');
const streamsOf = (session: Session) =>
  session.memo(streams, () => new InBandStreams(session), 'disposed');

/**
 * Expects a peer to open a stream that was agreed on; without, it is refused.
 *
 * @param from a full JID, which must know our presence
 * @param options `blockSize`: the maximum in bytes; `signal`: ends the wait
 * @throws TransferError `cancelled` by the signal, `offline` when the session is over
 */
export function expectInBand(
  session: Session,
  from: Jid,
  sid: string,
  { blockSize, signal }: { readonly blockSize: number; readonly signal: AbortSignal },
): Promise<ByteStream> {
  const { expected, open } = streamsOf(session);
  const key = keyOf(from, sid);
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      signal.removeEventListener('abort', abort);
      expected.delete(key);
      action();
    };
    const fail = (error: TransferError) => {
      settle(() => {
        reject(error);
      });
    };
    const abort = () => {
      fail(cancelled());
    };
    const accept = (stream: InBandStream) => {
      settle(() => {
        resolve(stream);
      });
    };
    if (signal.aborted) reject(cancelled());
    else if (expected.has(key) || open.has(key)) reject(unreachable());
    else {
      expected.set(key, { blockSize, accept, fail });
      signal.addEventListener('abort', abort);
    }
  });
}

/**
 * The block size to agree on, in bytes: at most `most`, and smaller if the server takes no stanza that
 * large.
 *
 * @throws TransferError `unreachable` if it takes none
 */
export function inBandBlock(session: Session, to: Jid, sid: string, most = IN_BAND_BLOCK): number {
  const { stanzaLimit = Infinity } = session;
  const empty = xml('data', { xmlns: NS, seq: '65535', sid }, ' ');
  const addressed = { xmlns: 'jabber:client', type: 'set', id: randomUUID(), to: to.full };
  const room = stanzaLimit - bytesOf(xml('iq', addressed, empty));
  const block = Math.min(most, Math.floor(room / 4) * 3);
  if (block <= 0) throw unreachable();
  return block;
}

/**
 * Opens a stream that was agreed on, with smaller blocks if the peer wants them (§2.1).
 *
 * @param options `blockSize`: the maximum in bytes
 * @throws TransferError `unreachable` if the peer refuses it
 */
export async function openInBand(
  session: Session,
  to: Jid,
  sid: string,
  { blockSize }: { readonly blockSize: number },
): Promise<ByteStream> {
  const sizes = [blockSize, ...SMALLER.filter((size) => size < blockSize)];
  for (const size of sizes) {
    // Before the answer: the peer's first block may be right behind it.
    const stream = streamsOf(session).start(to, sid, size);
    const open = { xmlns: NS, 'block-size': String(size), sid, stanza: 'iq' };
    try {
      await session.request({ type: 'set', to, payload: xml('open', open) });
      return stream;
    } catch (error) {
      stream.release(cancelled());
      if (!isStanzaError(error, 'resource-constraint')) throw refusal(error);
    }
  }
  throw unreachable();
}

export const inBandModule: Module = {
  xep: 'XEP-0047',
  features: [NS],
  attach(session) {
    const all = streamsOf(session);
    const store = new DisposableStore();
    const options = { deadlineMs: CONSUMER_MS };
    store.add(
      session.onIq('set', 'open', NS, (iq) => {
        accept(all, iq);
        return undefined;
      }),
    );
    store.add(
      session.onIq(
        'set',
        'data',
        NS,
        ({ from, payload }) => all.find(from, payload).receive(payload),
        options,
      ),
    );
    store.add(
      session.onIq(
        'set',
        'close',
        NS,
        ({ from, payload }) => all.find(from, payload).receiveClose(),
        options,
      ),
    );
    store.add(
      session.onStanza('message', (message) => {
        receiveMessage(all, message);
      }),
    );
    store.add(
      session.on(sessionOnline, ({ resumed }) => {
        if (!resumed) all.end(transferErrorOf(new StanzaError('not-connected')));
      }),
    );
    store.add(
      onDispose(() => {
        all.end(transferErrorOf(new StanzaError('not-connected')));
      }),
    );
    return store;
  },
};

/** Accepts a stream that is expected. @throws StanzaError */
function accept(all: InBandStreams, { from, payload: { attrs } }: IncomingIq): void {
  const { 'block-size': size = '', stanza = 'iq' } = attrs;
  const sid = receivedId(attrs['sid']);
  const blockSize = /^\d{1,5}$/u.test(size) ? Number(size) : 0;
  const isValid = blockSize > 0 && blockSize <= MAX_BLOCK && ['iq', 'message'].includes(stanza);
  if (sid === undefined || !isValid) throw new StanzaError('bad-request', { type: 'modify' });
  const expected = all.expected.get(keyOf(from, sid));
  if (!expected) throw new StanzaError('not-acceptable');
  if (blockSize > expected.blockSize) {
    throw new StanzaError('resource-constraint', { type: 'modify' });
  }
  const stream = all.start(from, sid, blockSize);
  if (stanza === 'message') all.byMessage.add(stream);
  expected.accept(stream);
}

/** Takes a block in a message (§4), which is not answered: a wrong one closes the stream. */
function receiveMessage(all: InBandStreams, { from, element }: IncomingStanza): void {
  const data = element.getChild('data', NS);
  if (!data || element.attrs['type'] === 'error') return;
  const stream = all.open.get(keyOf(from, data.attrs['sid'] ?? ''));
  if (!stream || !all.byMessage.has(stream)) return;
  try {
    stream.receive(data)?.catch(() => undefined);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
  }
}

/** The error for a peer that refuses a stream. */
function refusal(error: unknown): TransferError {
  const isAnswer = error instanceof StanzaError && !isStanzaError(error, 'not-connected');
  return isAnswer && !isStanzaError(error, 'remote-server-timeout')
    ? unreachable()
    : transferErrorOf(error);
}

function isStanzaError(error: unknown, condition: string): boolean {
  return error instanceof StanzaError && error.condition === condition;
}

function keyOf(peer: Jid, sid: string): string {
  return JSON.stringify([sid, peer.full]);
}
