import type { ChatKey, History, Message } from '../history.ts';
import type { MessageRef } from '../messageRef.ts';

/** Finds the messages of a chat that others refer to, as the history has them at that moment. */
export class ChatLookup {
  readonly #history: History;
  readonly #key: ChatKey;
  /** Who writes here, we first. */
  readonly authors: readonly string[];

  constructor(history: History, key: ChatKey) {
    this.#history = history;
    this.#key = key;
    const { account, chat } = key;
    this.authors = account === chat ? [account] : [account, chat];
  }

  find(id: string): Promise<Message | undefined> {
    return this.#history.find(this.#key, id);
  }

  async findReference({ sender, id }: MessageRef): Promise<Message | undefined> {
    // Ours are sent under the ids that they have here; only those of other clients are not.
    const own = sender === this.#key.account ? await this.find(id) : undefined;
    if (own?.outgoing) return own;
    return this.#history.findReference(this.#key, sender, id);
  }

  /** Of two messages with the same id, ours: that is one that nobody else can have chosen. */
  async findEither(id: string): Promise<Message | undefined> {
    for (const sender of this.authors) {
      const found = await this.findReference({ sender, id });
      if (found) return found;
    }
    return undefined;
  }
}
