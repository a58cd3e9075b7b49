import type { MessagePage } from '../../xmpp/im/messageArchive.ts';

/**
 * So many pages in a row may bring nothing new, such as where an archive keeps back what it has; the
 * next reading goes on from there.
 */
const MOST_IDLE = 200;
/** So many of the archive's ids are remembered, the newest. */
const REMEMBERED = 20_000;

/** Sees to it that a reading of an archive, page by page in one direction, gets somewhere or ends. */
export class ArchiveProgress {
  /** Where pages ended. */
  readonly #ends = new Set<string>();
  /** The archive's ids of what came. */
  readonly #seen = new Set<string>();
  #idle = 0;

  /** @param from the message behind which, or before which, the first page stands */
  constructor(from?: string) {
    if (from !== undefined) this.#ends.add(from);
  }

  /**
   * Takes note of a page.
   * @param end its last message in the direction of the reading (XEP-0059 §2.1), also one that the page
   *   does not hold. Result: whether to go on from there: no page ended so before.
   */
  advance({ messages }: MessagePage, end: string | undefined): end is string {
    if (end === undefined || this.#ends.has(end)) return false;
    this.#ends.add(end);
    const isNews = messages.some(({ id }) => !this.#seen.has(id));
    this.#idle = isNews ? 0 : this.#idle + 1;
    for (const { id } of messages) this.#seen.add(id);
    for (const id of this.#seen) {
      if (this.#seen.size <= REMEMBERED) break;
      this.#seen.delete(id);
    }
    return this.#idle < MOST_IDLE;
  }
}
