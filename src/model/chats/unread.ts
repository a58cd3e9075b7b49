import type { ChatKey, History, Message, StoredChat } from '../history.ts';

/** The messages of others in a chat that the user has not read. */
export class Unread {
  readonly #history: Pick<History, 'markRead' | 'mentions'>;
  readonly #key: ChatKey;
  readonly #changed: () => void;
  #count = 0;
  #mentions = 0;
  /** Whether some may have been marked as read since the last {@link append}. */
  #isMarked = false;

  /** @param changed called when a number has changed, except by {@link add} */
  constructor(history: Pick<History, 'markRead' | 'mentions'>, key: ChatKey, changed: () => void) {
    this.#history = history;
    this.#key = key;
    this.#changed = changed;
  }

  get count(): number {
    return this.#count;
  }

  /** How many of them mention us; 0 in a chat with a contact. */
  get mentions(): number {
    return this.#mentions;
  }

  restore({ unread, room }: Pick<StoredChat, 'unread' | 'room'>): void {
    this.#count = unread;
    this.#mentions = room?.mentions ?? 0;
  }

  /** These were received, and are stored. */
  add(messages: readonly Message[]): void {
    this.#count += messages.length;
    this.#mentions += messages.filter(({ mention }) => mention).length;
  }

  /**
   * The same of those that an archive appends. Counting all again for each page would take ever longer: it is done
   * only where these may have been marked as read between being stored and this.
   */
  async append(messages: readonly Message[]): Promise<void> {
    if (this.#isMarked) {
      this.#isMarked = false;
      await this.#set(await this.#history.markRead(this.#key, ''));
    } else if (messages.length > 0) {
      this.add(messages);
      this.#changed();
    }
  }

  /** Marks all as read, or all up to this message; an empty id marks none. Counts the rest. */
  async markRead(upTo?: string): Promise<void> {
    this.#isMarked = true;
    if (upTo === undefined) await this.#set(0);
    await this.#set(await this.#history.markRead(this.#key, upTo));
  }

  /** All were removed. */
  async clear(): Promise<void> {
    await this.#set(0);
  }

  async #set(count: number): Promise<void> {
    if (this.#count === count) return;
    this.#count = count;
    if (count === 0) this.#mentions = 0;
    this.#changed();
    if (count === 0 || this.#key.kind !== 'room') return;
    const mentions = await this.#history.mentions(this.#key);
    if (this.#mentions === mentions) return;
    this.#mentions = mentions;
    this.#changed();
  }
}
