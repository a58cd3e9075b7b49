import type { Element } from '../../stanza/xml.ts';
import type { ConnectionError } from '../connectionError.ts';
import { bytesOf, isLarger } from '../../stanza/limits.ts';

/** What every server has to take (RFC 6120 §13.12). In bytes. */
const TAKEN_BYTES = 10_000;
/** So many ends of a stream that may have other reasons are no coincidence. */
const MANY_ENDS = 3;

/** Stream errors (RFC 6120 §4.9.3) that say nothing of what we sent. */
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
/** Those that may be the server's own fault as well. */
const UNCERTAIN: ReadonlySet<string> = new Set([
  'internal-server-error',
  'resource-constraint',
  'undefined-condition',
]);

/** What must not be sent again, and why. */
export interface Culprit {
  readonly stanza: Element;
  readonly why: 'size' | 'content';
}

/** What the end of a stream says of what was in flight. */
interface Blame {
  /** How often a stanza must have been alone in flight at such an end. */
  readonly ends: number;
  /** In bytes: nothing smaller is to blame. */
  readonly least: number;
}

/**
 * Finds out which stanza a server ends the stream over, so that it is not sent again: the streams
 * after would end just so, and nothing behind it would ever leave.
 *
 * A server that takes no stanza so large means the largest, or a larger one would have ended the stream
 * as well. Otherwise whatever was in flight becomes suspect, and a suspect travels alone: nothing is
 * sent beside it until the server has it. A bare loss of the connection makes only large ones suspect,
 * which a server or a network may not let through.
 */
export class Suspects {
  /** How often each suspect was alone at the end of a stream, by its id. */
  readonly #ends = new Map<string, number>();
  #maxBytes = Infinity;

  /** No stanza larger than this is taken, as the server has shown; `Infinity` until then. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Whether this has to travel alone. */
  has({ attrs: { id } }: Element): boolean {
    return this.#ends.size > 0 && id !== undefined && this.#ends.has(id);
  }

  /** The server has this. */
  clear({ attrs: { id } }: Element): void {
    if (id !== undefined) this.#ends.delete(id);
  }

  /**
   * A stream has ended.
   *
   * @param inFlight what was sent over it and not acknowledged
   * @returns what has an id, or is too large
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

/** RFC 6120 §4.9.3.14, as servers say it of a stanza above their limit. */
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
