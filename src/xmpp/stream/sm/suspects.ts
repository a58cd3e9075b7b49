import type { Element } from '../../stanza/xml.ts';
import type { ConnectionError } from '../connectionError.ts';
import { bytesOf, isLarger } from '../../stanza/limits.ts';

/** Stanza size that every server must accept (RFC 6120 §13.12), in bytes. */
const TAKEN_BYTES = 10_000;
/** Number of stream ends with other possible causes after which a stanza is to blame. */
const MANY_ENDS = 3;

/** Stream errors (RFC 6120 §4.9.3) that are not caused by a stanza. */
const OTHER_REASONS: ReadonlySet<string> = new Set([
  'conflict',
  'connection-timeout',
  'host-gone',
  'host-unknown',
  'not-authorized',
  'remote-connection-failed',
  'reset',
  'see-other-host',
  'system-shutdown',
]);
/** Stream errors that may also be the server's own fault. */
const UNCERTAIN: ReadonlySet<string> = new Set([
  'internal-server-error',
  'resource-constraint',
  'undefined-condition',
]);

/** A stanza that must not be sent again, and why. */
export interface Culprit {
  readonly stanza: Element;
  readonly why: 'size' | 'content';
}

/** What the end of a stream implies for the stanzas in flight. */
interface Blame {
  /** Number of such ends at which a stanza must have been alone in flight. */
  readonly ends: number;
  /** Minimum size of a stanza to blame, in bytes. */
  readonly least: number;
}

/**
 * Identifies the stanza that makes a server end the stream, so that it is not sent again: it would
 * end the next streams as well, and block all stanzas behind it.
 *
 * An error for size refers to the largest stanza in flight, as a larger one would also have ended
 * the stream. Otherwise all stanzas in flight become suspects, and a suspect is sent alone: nothing
 * else is in flight with it until it is acknowledged. A mere loss of the connection makes only
 * large ones suspects, which a server or a network may not accept.
 */
export class Suspects {
  /** Number of stream ends at which each suspect was alone in flight, by its id. */
  readonly #ends = new Map<string, number>();
  #maxBytes = Infinity;

  /** The maximum stanza size inferred from stream errors, in bytes; `Infinity` until then. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Whether this stanza has to be sent alone. */
  has({ attrs: { id } }: Element): boolean {
    return this.#ends.size > 0 && id !== undefined && this.#ends.has(id);
  }

  /** Clears an acknowledged stanza of suspicion. */
  clear({ attrs: { id } }: Element): void {
    if (id !== undefined) this.#ends.delete(id);
  }

  /**
   * Judges the end of a stream.
   *
   * @param inFlight the unacknowledged stanzas sent over it
   * @returns the culprit, if found: a stanza with an id, or one that is too large
   */
  judge(error: ConnectionError, inFlight: readonly Element[]): Culprit | undefined {
    const blame = blameOf(error);
    if (!blame || inFlight.length === 0) return undefined;
    const culprit = isTooLarge(error) ? this.#judgeSize(inFlight) : undefined;
    return culprit ?? this.#judgeEach(blame, inFlight);
  }

  #judgeSize(inFlight: readonly Element[]): Culprit | undefined {
    const [largest, bytes] = largestOf(inFlight);
    if (bytes <= TAKEN_BYTES) return undefined;
    this.#maxBytes = Math.min(this.#maxBytes, bytes - 1);
    this.clear(largest);
    return { stanza: largest, why: 'size' };
  }

  #judgeEach({ ends, least }: Blame, inFlight: readonly Element[]): Culprit | undefined {
    const suspects = inFlight.filter(({ attrs }) => attrs['id']);
    const able = suspects.filter((stanza) => least === 0 || isLarger(stanza, least));
    const [only] = able;
    const isAlone = only && able.length === 1 && (least > 0 || inFlight.length === 1);
    for (const stanza of able) {
      const id = stanza.attrs['id'] ?? '';
      this.#ends.set(id, (this.#ends.get(id) ?? 0) + (isAlone ? 1 : 0));
    }
    if (!isAlone || (this.#ends.get(only.attrs['id'] ?? '') ?? 0) < ends) return undefined;
    this.clear(only);
    return { stanza: only, why: least > 0 ? 'size' : 'content' };
  }
}

function blameOf({ code, condition }: ConnectionError): Blame | undefined {
  if (condition === undefined) {
    const isLoss = code === 'lost' || code === 'timeout';
    return isLoss ? { ends: MANY_ENDS, least: TAKEN_BYTES } : undefined;
  }
  if (code === 'bad-stream' || OTHER_REASONS.has(condition)) return undefined;
  return { ends: UNCERTAIN.has(condition) ? MANY_ENDS : 1, least: 0 };
}

/** RFC 6120 §4.9.3.14: the condition that servers send for a stanza above their limit. */
function isTooLarge({ condition }: ConnectionError): boolean {
  return condition === 'policy-violation';
}

function largestOf(stanzas: readonly Element[]): readonly [Element, bytes: number] {
  let largest = stanzas[0] as Element;
  let most = -1;
  for (const stanza of stanzas) {
    const bytes = bytesOf(stanza);
    if (bytes > most) [largest, most] = [stanza, bytes];
  }
  return [largest, most];
}
