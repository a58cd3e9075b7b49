import { shorten } from '../base/graphemes.ts';
import { describeError } from '../base/log.ts';
import { Failure, failure, type UserError } from '../base/userError.ts';
import { isBlockedError } from '../xmpp/xep/0191-blocking.ts';
import { StanzaError, Unsendable } from '../xmpp/stanza/stanzaError.ts';

/** The defined conditions (RFC 6120 §8.3.3) with an explanation of their own for users. */
const CONDITIONS = [
  'feature-not-implemented',
  'forbidden',
  'gone',
  'internal-server-error',
  'item-not-found',
  'not-acceptable',
  'not-allowed',
  // Ours: there was no connection, so there is no answer.
  'not-connected',
  'policy-violation',
  'recipient-unavailable',
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'service-unavailable',
] as const;

/** Maximum length of an unexpected error's message within a sentence, in UTF-16 code units. */
const MAX_DETAIL = 300;

/** Converts any error to a {@link Failure}: what failed (a `task.…` of the catalogue), and why. */
export function explain(error: unknown, task: UserError): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Unsendable) return unsendable(error, task);
  if (error instanceof StanzaError) {
    if (isBlockedError(error)) return failure('blocked', { task });
    const condition = CONDITIONS.find((known) => known === error.condition);
    return condition
      ? failure(condition, { task })
      : failure('stanza-error', { task, condition: error.condition });
  }
  const detail = shorten(describeError(error).replace(/\.$/u, ''), MAX_DETAIL);
  return failure('failed', { task, detail });
}

function unsendable({ why, maxBytes }: Unsendable, task: UserError): Failure {
  if (why === 'content') return failure('unsendable.content', { task });
  return maxBytes === undefined
    ? failure('unsendable.size', { task })
    : failure('unsendable.limit', { task, most: { bytes: maxBytes } });
}
