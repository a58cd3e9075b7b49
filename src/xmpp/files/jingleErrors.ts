import { userError } from '../../base/userError.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import {
  broken,
  cancelled,
  damaged,
  tooLarge,
  TransferError,
  unreachable,
} from '../transferError.ts';
import type { JingleReason, JingleRole } from '../xep/0166-requests.ts';
import { type JingleEnd, JingleEnded, type JingleSession } from '../xep/0166-session.ts';
import { FILE_TOO_LARGE } from '../xep/0234-jingleFiles.ts';
import { within } from './within.ts';

/** Maximum time between the end of a stream and that of its session, in ms: they go different ways. */
const REASON_MS = 2_000;

/** Waits until the session has said why its stream has ended too early, if it does. */
export async function awaitReason({ clock }: Session, jingle: JingleSession): Promise<void> {
  const ended = jingle.ended.then(() => undefined);
  await within(clock, REASON_MS, ended, () => new Error('no reason')).catch(() => undefined);
}

/** The error of a transfer whose session has ended. */
export function endError({ by, reason, detail }: JingleEnd): TransferError {
  if (by === 'connection') return new TransferError(userError('offline.transfer'));
  if (detail === FILE_TOO_LARGE) return tooLarge(undefined);
  switch (reason) {
    case 'busy':
    case 'decline':
      return new TransferError(userError('declined'));
    case 'cancel':
    case 'gone':
      return cancelled();
    case 'general-error':
      return broken();
    case 'expired':
    case 'timeout':
      return new TransferError(userError('timeout.peer'));
    case 'media-error':
    case 'success':
      return damaged();
    default:
      return unreachable();
  }
}

/** Converts what was thrown during a transfer. @param end that of its session, if it has ended */
export function transferError(error: unknown, end: JingleEnd | undefined): unknown {
  // What ended the session is the cause; the broken stream follows from it.
  if (end && (end.by !== 'peer' || end.reason !== 'success')) return endError(end);
  if (error instanceof JingleEnded) return endError(error.end);
  // The peer refuses a request.
  if (error instanceof StanzaError) return unreachable();
  // A peer that cancels ends the session.
  if (error instanceof TransferError && error.code === 'cancelled') return broken();
  return error;
}

/** Our reason to end a session that fails with this error. */
export function reasonFor(error: unknown, role: JingleRole): JingleReason {
  if (!(error instanceof TransferError)) return 'general-error';
  switch (error.code) {
    case 'cancelled':
      return 'cancel';
    case 'damaged':
      return 'media-error';
    case 'timeout':
      return 'timeout';
    case 'unreachable':
      return role === 'initiator' ? 'connectivity-error' : 'failed-transport';
    default:
      return 'general-error';
  }
}
