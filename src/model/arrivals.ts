/**
 * What came to chats while the archive is read, or waits in them to be sent: by the order of the
 * archive it stands behind whatever is read. Kept by bare JID, in order, as ids of messages.
 */
export class Arrivals {
  readonly #chats = new Map<string, string[]>();
  #isNoting = false;

  /** From now on arrivals count. @param waiting what is still to be sent. */
  begin(waiting: Iterable<readonly [chat: string, id: string]>): void {
    this.#chats.clear();
    this.#isNoting = true;
    for (const [chat, id] of waiting) this.note(chat, id);
  }

  /** The archive has been read. */
  end(): void {
    this.#isNoting = false;
    this.#chats.clear();
  }

  /** A message is about to be kept at the end of its chat. */
  note(chat: string, id: string): void {
    if (!this.#isNoting) return;
    const ids = this.#chats.get(chat);
    if (ids) ids.push(id);
    else this.#chats.set(chat, [id]);
  }

  /** It was there before. */
  forget(chat: string, id: string): void {
    const others = this.#chats.get(chat)?.filter((other) => other !== id) ?? [];
    if (others.length > 0) this.#chats.set(chat, others);
    else this.#chats.delete(chat);
  }

  has(chat: string, id: string): boolean {
    return this.#chats.get(chat)?.includes(id) ?? false;
  }

  /** The first arrival after this one, or of all. */
  next(chat: string, id?: string): string | undefined {
    const ids = this.#chats.get(chat);
    return ids?.[id === undefined ? 0 : ids.indexOf(id) + 1];
  }
}
