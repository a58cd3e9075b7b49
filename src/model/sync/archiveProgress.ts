import type { ArchivePage } from '../../xmpp/xep/0313-archive.ts';

/**
 * Maximum number of consecutive pages without new messages, such as from an archive that withholds
 * some; the next read resumes from there.
 */
const MAX_IDLE = 200;

/** Makes sure that paging through an archive in one direction makes progress or ends. */
export class ArchiveProgress {
  /** The archive ids at which pages ended. */
  readonly #ends = new Set<string>();
  /** The archive ids of the first and last message of each page; all of them cost a twentieth of the time. */
  readonly #seen = new Set<string>();
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
    const outer = [messages[0], messages.at(-1)].flatMap((message) => message?.id ?? []);
    const isNews = outer.some((id) => !this.#seen.has(id));
    this.#idle = isNews ? 0 : this.#idle + 1;
    for (const id of outer) this.#seen.add(id);
    return this.#idle < MAX_IDLE;
  }
}
