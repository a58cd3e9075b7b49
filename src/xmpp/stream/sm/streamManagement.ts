import type { ResumeState } from '../../resumeState.ts';
import { type Element, xml } from '../../stanza/xml.ts';
import { HandledCount } from '../../stanza/handledCount.ts';
import { StreamFault } from '../streamFault.ts';

/** Stream management (XEP-0198 1.6). */
export const NS_SM = 'urn:xmpp:sm:3';

const WRAP = 2 ** 32;

/** The server claims to have handled more than it was sent (XEP-0198 §7). */
export class HandledCountTooHigh extends StreamFault {
  /** The application-specific condition. */
  readonly detail: Element;

  constructor(h: number, sendCount: number) {
    super('undefined-condition', 'it acknowledged stanzas that were never sent');
    this.detail = xml('handled-count-too-high', {
      xmlns: NS_SM,
      h: String(h),
      'send-count': String(sendCount),
    });
  }
}

/** The increase of a counter from one value to another, modulo 2^32 (XEP-0198 §4). */
export function countBetween(from: number, to: number): number {
  return (to - from + WRAP) % WRAP;
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count < WRAP;
}

/** Whether an element is a stanza, which both sides count (XEP-0198 §4). */
export function isStanza(element: Element): boolean {
  return ['message', 'presence', 'iq'].includes(element.getName());
}

/**
 * The counters and the queue of one stream-management session, which may outlive its streams.
 */
export class StreamManagement {
  /** The count of received stanzas. */
  readonly handled = new HandledCount();
  /** The id for resumption; `undefined` if the session is not resumable. */
  #id: string | undefined;
  #active = false;
  /** Unknown in a session of another process until the server sends it. */
  #acknowledged: number | undefined = 0;
  #queue: Element[] = [];
  /** Number of queued stanzas sent over the current stream; the rest is waiting. */
  #written = 0;
  /** The stanza that must not be sent again, though the server may still count it. */
  #refused: Element | undefined;
  #location: string | undefined;
  #maxSeconds: number | undefined;

  /** Whether sent stanzas are being counted. */
  get active(): boolean {
    return this.#active;
  }

  get resumable(): boolean {
    return this.#id !== undefined;
  }

  /** Where the server prefers resumption, as received: `host` or `host:port` (§3). */
  get location(): string | undefined {
    return this.#location;
  }

  /** The state for {@link restore}, without addresses; `undefined` if it is not resumable. */
  get state(): Omit<ResumeState, 'jid' | 'location'> | undefined {
    if (this.#id === undefined) return undefined;
    return {
      id: this.#id,
      handled: this.#h,
      maxSeconds: this.#maxSeconds,
    };
  }

  /** The unacknowledged stanzas sent over the current stream, oldest first. */
  get inFlight(): readonly Element[] {
    return this.#queue.slice(0, this.#written);
  }

  /** The next stanza to send. */
  get waiting(): Element | undefined {
    return this.#queue[this.#written];
  }

  /** The stanza sent last, until it is acknowledged. */
  get lastSent(): Element | undefined {
    return this.#queue[this.#written - 1];
  }

  /** Starts a session: counting begins with `<enable/>`, not with its answer. */
  enable(): Element {
    this.#active = true;
    this.#id = undefined;
    this.handled.start(0);
    this.#acknowledged = 0;
    this.#empty();
    return xml('enable', { xmlns: NS_SM, resume: 'true' });
  }

  /** Handles the server's `<enabled/>`. */
  enabled(answer: Element): void {
    const { id, resume, location, max = '' } = answer.attrs;
    this.#id = (resume === 'true' || resume === '1') && id ? id : undefined;
    this.#location = location;
    this.#maxSeconds = /^[0-9]{1,9}$/u.test(max) ? Number(max) : undefined;
  }

  /** Restores a session of another process. @returns whether the state is valid */
  restore(state: Omit<ResumeState, 'jid' | 'location'>): boolean {
    const { id, handled, maxSeconds } = state;
    if (id === '' || !isCount(handled)) return false;
    this.#active = true;
    this.#id = id;
    this.handled.start(handled);
    this.#acknowledged = undefined;
    this.#empty();
    this.#maxSeconds = maxSeconds;
    return true;
  }

  /** Requests resumption over a new stream. */
  resume(): Element {
    // Stanzas not stored yet are sent again by the server, and count only then.
    this.handled.start(this.#h);
    return xml('resume', { xmlns: NS_SM, previd: this.#id, h: String(this.#h) });
  }

  /** Handles resumption over another stream: unacknowledged stanzas are to be sent again. */
  resumed(): void {
    this.#written = 0;
    this.#queue = this.#withoutRefused();
    this.#refused = undefined;
  }

  /** Ends the session. @returns the stanzas that the server never acknowledged */
  end(): Element[] {
    const lost = this.#withoutRefused();
    this.#active = false;
    this.#id = undefined;
    this.#empty();
    return lost;
  }

  /** Appends a stanza to the queue. */
  enqueue(stanza: Element): void {
    if (this.#active) this.#queue.push(stanza);
  }

  /** Marks the first waiting stanza as sent. */
  sendWaiting(): void {
    this.#written += 1;
  }

  /** Marks a stanza never to be sent again, in this session or another. */
  refuse(stanza: Element): void {
    this.#refused = stanza;
  }

  /** Builds the acknowledgement of the handled stanzas. */
  acknowledgement(): Element {
    return xml('a', { xmlns: NS_SM, h: String(this.#h) });
  }

  /**
   * Handles the `h` of an answer.
   * @returns the stanzas it acknowledges, oldest first
   * @throws StreamFault when it is not a count, or HandledCountTooHigh
   */
  acknowledge(answer: Element): Element[] {
    const text = answer.attrs['h'] ?? '';
    const h = /^[0-9]{1,10}$/u.test(text) ? Number(text) : WRAP;
    if (h >= WRAP) {
      // Resuming would be answered so again.
      this.#id = undefined;
      throw new StreamFault('bad-format', 'an acknowledgement without a count');
    }
    const acknowledged = this.#acknowledged ?? h;
    const count = countBetween(acknowledged, h);
    if (count > this.#written) {
      // The two sides disagree about this session, so it must not be resumed.
      this.#id = undefined;
      throw new HandledCountTooHigh(h, (acknowledged + this.#written) % WRAP);
    }
    this.#acknowledged = h;
    this.#written -= count;
    return this.#queue.splice(0, count);
  }

  #empty(): void {
    this.#queue = [];
    this.#written = 0;
    this.#refused = undefined;
  }

  #withoutRefused(): Element[] {
    return this.#queue.filter((stanza) => stanza !== this.#refused);
  }

  get #h(): number {
    return this.handled.value % WRAP;
  }
}
