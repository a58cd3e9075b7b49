import type { ArchivePage } from '../../xmpp/xep/0313-archive.ts';

/**
 * Maximum number of consecutive pages without new messages, such as from an archive that withholds
 * some; the next read resumes from there.
 */
const MAX_IDLE = 200;
/** How many archive ids are remembered at least, the newest; at most twice as many. */
const REMEMBERED = 20_000;

/** Makes sure that paging through an archive in one direction makes progress or ends. */
export class ArchiveProgress {
  /** The archive ids at which pages ended. */
  readonly #ends = new Set<string>();
  /** The archive ids of received messages: a new generation, and the previous one. */
  #seen = new Set<string>();
  #older: ReadonlySet<string> = this.#seen;
  #idle = 0;

  /** @param from the message after which, or before which, the first page starts */
  constructor(from?: string) {
    if (from !== undefined) this.#ends.add(from);
  }

  /**
   * Records a page.
   * @param end its last message in paging direction (XEP-0059 §2.1), even if not in the page
   * @returns whether to continue from there: no earlier page ended at it
   */
  advance({ messages }: ArchivePage<unknown>, end: string | undefined): end is string {
    if (end === undefined || this.#ends.has(end)) return false;
    this.#ends.add(end);
    const isNews = messages.some(({ id }) => !this.#seen.has(id) && !this.#older.has(id));
    this.#idle = isNews ? 0 : this.#idle + 1;
    // Forgotten by generation: a Set is slow to find its oldest entry after many deletions.
    if (this.#seen.size >= REMEMBERED) {
      this.#older = this.#seen;
      this.#seen = new Set();
    }
    for (const { id } of messages) this.#seen.add(id);
    return this.#idle < MAX_IDLE;
  }
}
