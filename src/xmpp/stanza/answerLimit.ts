import { bytesOf } from './limits.ts';
import type { Element } from './xml.ts';

/** Maximum size in bytes of answers not yet acknowledged by the server: per account, and in all. */
const MAX_BYTES_EACH = 64 * 1024;
const MAX_BYTES = 1024 * 1024;

/**
 * Limits the answers that the server has not acknowledged: an account that sends requests faster
 * than that gets no more, so that a flood costs no memory and does not block answers to others.
 */
export class AnswerLimit {
  readonly #waiting = new Map<Element, { readonly to: string; readonly bytes: number }>();
  readonly #bytes = new Map<string, number>();
  #total = 0;

  /** Whether the limit for this account is reached. */
  isReached(to: string): boolean {
    return (this.#bytes.get(to) ?? 0) >= MAX_BYTES_EACH || this.#total >= MAX_BYTES;
  }

  /** Counts an answer until it is acknowledged. @returns false if over the limit, uncounted */
  admit(answer: Element, to: string): boolean {
    if (this.isReached(to)) return false;
    const bytes = bytesOf(answer);
    this.#waiting.set(answer, { to, bytes });
    this.#add(to, bytes);
    return true;
  }

  /** Discounts an answer that the server has acknowledged. */
  taken(answer: Element): void {
    const counted = this.#waiting.get(answer);
    if (!counted) return;
    this.#waiting.delete(answer);
    this.#add(counted.to, -counted.bytes);
  }

  /** Clears the counts, as when a new session begins. */
  reset(): void {
    this.#waiting.clear();
    this.#bytes.clear();
    this.#total = 0;
  }

  #add(to: string, bytes: number): void {
    this.#total += bytes;
    const sum = (this.#bytes.get(to) ?? 0) + bytes;
    if (sum === 0) this.#bytes.delete(to);
    else this.#bytes.set(to, sum);
  }
}
