import type { Jid } from '../../base/jid.ts';
import { userError } from '../../base/userError.ts';
import type { FileRange } from '../stanza/fileRange.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { TransferError, transferErrorOf, unreachable } from '../transferError.ts';
import { fetchDiscoInfo } from '../xep/0030-disco.ts';
import { jingleOf } from '../xep/0166-jingle.ts';
import {
  type ContentId,
  jingleError,
  type JingleRequest,
  NS_JINGLE,
} from '../xep/0166-requests.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import {
  buildChecksum,
  buildDescription,
  isReceived,
  NS_FILE_TRANSFER,
  parseAskedRange,
} from '../xep/0234-jingleFiles.ts';
import { Hashing } from '../xep/0300-hashes.ts';
import type { FileSource, SendOffered, SendOptions } from './fileOffer.ts';
import { awaitReason, reasonFor, transferError } from './jingleErrors.ts';
import { TransportNegotiation } from './jingleNegotiation.ts';
import { transportsFor } from './jingleTransports.ts';
import { piecesOf } from './filePieces.ts';
import { writeContent } from './streamContent.ts';
import { within } from './within.ts';

const HASH = 'sha-256';
const ID: ContentId = { creator: 'initiator', name: 'file', senders: 'initiator' };
/** How long the recipient may take to answer the offer, in ms. */
const ANSWER_MS = 24 * 60 * 60 * 1000;
/** How long we wait for the recipient to say that it has everything, in ms; it need not. */
const RECEIVED_MS = 10_000;
const END_MS = 2_000;

/** Offers and sends files by Jingle (XEP-0234 §6.1). */
export function sendByJingle(session: Session): SendOffered {
  return async (to, file, options) => {
    const { signal } = options;
    const jingle = jingleOf(session).begin(to);
    let sent = 0;
    const onProgress = (bytes: number) => {
      sent = bytes;
      options.onProgress(bytes);
    };
    const cancel = () => {
      jingle.terminate('cancel');
    };
    signal.addEventListener('abort', cancel);
    try {
      if (signal.aborted) cancel();
      await send(session, jingle, file, { signal, onProgress });
      jingle.terminate('success');
    } catch (error) {
      // Dino ends the session of an empty file as soon as it may connect.
      if (sent === file.size && isReceivedByPeer(jingle.end)) return;
      const failure = transferError(error, jingle.end);
      jingle.terminate(reasonFor(failure, jingle.role));
      throw failure;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}

/** The features of a peer that can take files by Jingle. @throws TransferError */
async function featuresOf(session: Session, to: Jid): Promise<ReadonlySet<string>> {
  // Its requests would be answered as if we were absent.
  if (!session.mayKnowPresence(to)) throw unreachable();
  try {
    const features = new Set((await fetchDiscoInfo(session, to)).features);
    if ([NS_JINGLE, NS_FILE_TRANSFER].every((feature) => features.has(feature))) return features;
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    if (error.condition === 'not-connected') throw transferErrorOf(error);
  }
  throw unreachable();
}

async function send(
  session: Session,
  jingle: JingleSession,
  file: FileSource,
  options: SendOptions,
): Promise<void> {
  const { clock } = session;
  const factory = transportsFor(session, jingle, ID);
  const first = factory.best(await jingle.until(featuresOf(session, jingle.peer)));
  if (!first) throw unreachable();
  const transports = new TransportNegotiation(session, jingle, ID, factory, first);
  void jingle.ended.then(() => {
    transports.destroy();
  });
  const { name, size, mediaType, modified } = file;
  const { accepted, received } = listen(jingle, transports, size);
  const date = modified === undefined ? {} : { modified };
  const described = { name, size, mediaType, hashesUsed: [HASH], ...date };
  const description = buildDescription(described, {});
  const transport = await jingle.until(transports.describe());
  await jingle.initiate({ ...ID, description, transport });
  const range = await jingle.until(within(clock, ANSWER_MS, accepted, unanswered));
  const stream = await jingle.until(transports.connect());
  void jingle.ended.then(() => {
    stream.destroy();
  });
  // Who has the beginning checks the whole, which is read meanwhile.
  const isRest = range.offset > 0 && range.offset + range.length === size;
  const hashing = new Hashing([HASH]);
  const hashed = isRest ? hashAll(file, hashing, jingle) : Promise.resolve();
  hashed.catch(() => undefined);
  const update = (piece: Uint8Array) => {
    if (!isRest) hashing.update(piece);
  };
  const explain = async (error: unknown) => {
    if (error instanceof TransferError) await awaitReason(session, jingle);
    throw error;
  };
  await writeContent(stream, file, { ...options, range, update }, clock).catch(explain);
  await jingle.until(hashed);
  const isOfWhole = isRest || range.length === size;
  const checksum = buildChecksum(ID, hashing.digest(), isOfWhole ? undefined : range);
  // A peer that does not know it refuses it.
  jingle.send('session-info', checksum).catch(() => undefined);
  const ended = jingle.ended.then(() => undefined);
  await Promise.race([stream.end().catch(explain), ended]);
  await within(clock, RECEIVED_MS, Promise.race([received, ended]), silent).catch(() => undefined);
  // The receiver of the last byte ends the session (XEP-0166 §6.6).
  await within(clock, END_MS, ended, silent).catch(() => undefined);
  if (jingle.end && !isReceivedByPeer(jingle.end)) {
    throw transferError(undefined, jingle.end);
  }
}

/** @throws Failure of reading the file */
async function hashAll(file: FileSource, hashing: Hashing, jingle: JingleSession): Promise<void> {
  for await (const piece of piecesOf(file)) {
    if (jingle.end) return;
    hashing.update(piece);
  }
}

/** Whether the recipient has ended the session as it has everything (XEP-0166 §6.6). */
function isReceivedByPeer(end: JingleSession['end']): boolean {
  return end?.by === 'peer' && end.reason === 'success';
}

function unanswered(): TransferError {
  return new TransferError(userError('timeout.answer'));
}

function silent(): TransferError {
  return new TransferError(userError('timeout.peer'));
}

/** Handles the recipient's requests; the promises never reject. */
function listen(jingle: JingleSession, transports: TransportNegotiation, size: number) {
  let accept: (range: FileRange) => void = () => undefined;
  let receive: () => void = () => undefined;
  const accepted = new Promise<FileRange>((resolve) => {
    accept = resolve;
  });
  const received = new Promise<void>((resolve) => {
    receive = resolve;
  });
  jingle.handle((request: JingleRequest) => {
    if (request.action === 'session-info') {
      if (!request.info || !isReceived(request.info, ID)) throw jingleError('unsupported-info');
      receive();
      return;
    }
    try {
      const isAcceptance = request.action === 'session-accept';
      const range = isAcceptance && parseAskedRange(request.contents[0]?.description, size);
      transports.receive(request);
      if (range) accept(range);
    } catch (error) {
      // No acceptance is left to come.
      if (request.action === 'session-accept') jingle.terminate('incompatible-parameters');
      throw error;
    }
  });
  return { accepted, received };
}
