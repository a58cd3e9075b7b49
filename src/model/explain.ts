import { formatBytes } from '../base/formatBytes.ts';
import { describeError } from '../base/log.ts';
import { StanzaError, Unsendable } from '../xmpp/stanza/stanzaError.ts';
import { TransferError } from '../xmpp/transferError.ts';
import { Failure } from './failure.ts';
import type { LinkError } from './link.ts';

/** What the defined conditions (RFC 6120 §8.3.3) mean to a user, and what to do. */
const CONDITIONS: Readonly<Record<string, string>> = {
  'not-connected': 'the connection was lost; try again once it is back',
  'remote-server-timeout': 'there was no answer in time; try again later',
  'remote-server-not-found': 'the server of this address cannot be reached; check its spelling',
  'service-unavailable': 'the other side does not offer this',
  'feature-not-implemented': 'the other side does not offer this',
  'item-not-found': 'there is nothing at this address; check its spelling',
  'not-allowed': 'the server does not allow it; ask its operator',
  forbidden: 'the server does not allow it; ask its operator',
  'not-acceptable': 'the server does not accept it; try something smaller or simpler',
  'resource-constraint': 'the server has reached a limit; try again later',
  'internal-server-error': 'the server has a fault; try again later',
  'policy-violation': 'it breaks a rule of the server; ask its operator',
  'recipient-unavailable': 'the recipient cannot be reached now; try again later',
  gone: 'this address is no longer in use; ask for the new one',
};

/** Makes a {@link Failure} of any error: what failed, why, and what to do, as one sentence. */
export function explain(error: unknown, what: string): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Unsendable) {
    return new Failure('unsendable', `${what}: ${whyUnsendable(error)}.`);
  }
  if (error instanceof StanzaError) {
    const why =
      CONDITIONS[error.condition] ?? `the server says ${error.condition}; try again later`;
    return new Failure(error.condition, `${what}: ${why}.`);
  }
  if (error instanceof TransferError) return new Failure(error.code, error.message);
  if (isLinkError(error)) return new Failure(error.code, error.message, error.data);
  const why = describeError(error).replace(/\.$/u, '');
  return new Failure('failed', `${what}: ${why}; try again.`);
}

function whyUnsendable({ why, maxBytes }: Unsendable): string {
  if (why === 'content')
    return 'your server ends the connection over it; change it, then try again';
  const most = maxBytes === undefined ? '' : ` (at most ${formatBytes(maxBytes)})`;
  return `it is larger than your server takes${most}; shorten it, or send it as a file`;
}

/** Errors of a connection bring their own sentence. */
function isLinkError(error: unknown): error is LinkError {
  return error instanceof Error && 'code' in error && 'data' in error;
}
