import { bytesOf } from './limits.ts';
import type { Element } from './xml.ts';

/** Of answers that the server has not taken yet: to one account, and to all. */
const MAX_BYTES_EACH = 64 * 1024;
const MAX_BYTES = 1024 * 1024;

/**
 * Limits the answers that wait for the server to take them: who asks faster than it does gets no more,
 * so that a flood of requests costs no memory, and does not keep others from their answers.
 */
export class AnswerLimit {
  readonly #waiting = new Map<Element, { readonly to: string; readonly bytes: number }>();
  readonly #bytes = new Map<string, number>();
  #total = 0;

  /** Whether another answer to this account would be one too many. */
  isReached(to: string): boolean {
    return (this.#bytes.get(to) ?? 0) >= MAX_BYTES_EACH || this.#total >= MAX_BYTES;
  }

  /** Counts an answer until it is taken. Result: false where it is one too many, and not counted. */
  admit(answer: Element, to: string): boolean {
    if (this.isReached(to)) return false;
    const bytes = bytesOf(answer);
    this.#waiting.set(answer, { to, bytes });
    this.#add(to, bytes);
    return true;
  }

  /** The server has it. */
  taken(answer: Element): void {
    const counted = this.#waiting.get(answer);
    if (!counted) return;
    this.#waiting.delete(answer);
    this.#add(counted.to, -counted.bytes);
  }

  /** A new session begins, in which nothing waits. */
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
