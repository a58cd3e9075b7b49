// Files offered to others by stream initiation (XEP-0096, XEP-0095), and sent by either stream.
import { randomUUID } from 'node:crypto';
import { userError } from '../../base/userError.ts';
import type { Jid } from '../../base/jid.ts';
import type { FileRange } from '../stanza/fileRange.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { cancelled, TransferError, transferErrorOf, unreachable } from '../transferError.ts';
import { inBandBlock, NS_IN_BAND, openInBand } from '../xep/0047-inBand.ts';
import { findProxies, NS_SOCKS5 } from '../xep/0065-socks5.ts';
import { NS_SI, parseChoice } from '../xep/0095-si.ts';
import { buildSiOffer, parseAskedRange } from '../xep/0096-fileTransfer.ts';
import type { ByteStream } from '../byteStream.ts';
import { allowsDirect } from './directHosts.ts';
import type { FileSource, SendOffered } from './fileOffer.ts';
import { OFFER_MS } from './siOffers.ts';
import { openSocks5 } from './socks5.ts';
import { hasSocks5Failed } from './socks5Failures.ts';
import { sendContent } from './streamContent.ts';

/** By which a person declines, in the answers of different clients. */
const DECLINED: readonly string[] = ['forbidden', 'not-acceptable', 'not-allowed'];

/** Sends by stream initiation. */
export function sendBySi(session: Session): SendOffered {
  return async (to, file, options) => {
    const { stream, range } = await negotiate(session, to, file, options.signal);
    await sendContent(stream, file, { ...options, range }, session.clock);
  };
}

interface Negotiated {
  readonly stream: ByteStream;
  /** The part that the peer wants. */
  readonly range: FileRange;
}

/**
 * Offers a file by all methods; where SOCKS5 is chosen and fails, once more by the other one alone.
 * @throws TransferError
 */
async function negotiate(
  session: Session,
  to: Jid,
  file: FileSource,
  signal: AbortSignal,
): Promise<Negotiated> {
  const proxies = await findProxies(session).catch(() => []);
  const hasHosts = proxies.length > 0 || allowsDirect(session);
  if (hasHosts && !hasSocks5Failed(session, to)) {
    try {
      return await offerBy([NS_SOCKS5, NS_IN_BAND], session, to, file, signal);
    } catch (error) {
      if (!isUnreachable(error) || !hasSocks5Failed(session, to)) throw error;
    }
  }
  return offerBy([NS_IN_BAND], session, to, file, signal);
}

async function offerBy(
  methods: readonly string[],
  session: Session,
  to: Jid,
  file: FileSource,
  signal: AbortSignal,
): Promise<Negotiated> {
  const sid = randomUUID();
  const offering = offer(session, to, sid, file, methods);
  const { method, range } = await unlessAborted(offering, signal);
  if (method === undefined || !methods.includes(method)) throw unreachable();
  const stream = await unlessAborted(open(session, to, sid, method, signal), signal, (late) => {
    late.destroy();
  });
  return { stream, range };
}

/** @returns the method that the peer has chosen, and the part that it wants @throws TransferError */
async function offer(
  session: Session,
  to: Jid,
  sid: string,
  { name, size, mediaType, modified }: FileSource,
  methods: readonly string[],
): Promise<{ readonly method: string | undefined; readonly range: FileRange }> {
  const date = modified === undefined ? {} : { modified };
  const payload = buildSiOffer({ sid, file: { name, size, mediaType, ...date }, methods });
  try {
    const answer = await session.request({
      type: 'set',
      to,
      payload,
      timeoutMs: OFFER_MS,
      outlivesConnection: true,
    });
    const si = answer.getChild('si', NS_SI);
    if (!si) throw unreachable();
    return { method: parseChoice(si), range: parseAskedRange(si, size) };
  } catch (error) {
    throw error instanceof StanzaError ? refusal(error) : error;
  }
}

/** Opens the stream chosen; in band if SOCKS5 fails, which some clients accept with the same sid. */
async function open(
  session: Session,
  to: Jid,
  sid: string,
  method: string,
  signal: AbortSignal,
): Promise<ByteStream> {
  try {
    if (method === NS_SOCKS5) return await openSocks5(session, to, sid, signal);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
  return openInBand(session, to, sid, { blockSize: inBandBlock(session, to, sid) });
}

function isUnreachable(error: unknown): boolean {
  return error instanceof TransferError && error.code === 'unreachable';
}

function refusal(error: StanzaError): TransferError {
  if (DECLINED.includes(error.condition)) return new TransferError(userError('declined'));
  const reason = transferErrorOf(error);
  const isLost = error.condition === 'not-connected' || error.condition === 'recipient-unavailable';
  return isLost || reason.code === 'timeout' ? reason : unreachable();
}

/** @param late takes a result that is not waited for any more @throws TransferError `cancelled` */
function unlessAborted<T>(
  result: Promise<T>,
  signal: AbortSignal,
  late: (result: T) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(cancelled());
      result.then(late, () => undefined);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    result.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
