import type { ChatKey, History, Message } from '../history.ts';

/** A message by its author, and by the id that the author gave it, which proves nothing. */
export interface Reference {
  /** Written by us. */
  readonly outgoing: boolean;
  readonly originId: string;
}

/** Finds the messages of a chat that others refer to, as the history has them at that moment. */
export class ChatLookup {
  readonly #history: History;
  readonly #key: ChatKey;

  constructor(history: History, key: ChatKey) {
    this.#history = history;
    this.#key = key;
  }

  find(id: string): Promise<Message | undefined> {
    return this.#history.find(this.#key, id);
  }

  async findReference({ outgoing, originId }: Reference): Promise<Message | undefined> {
    // Ours are sent under the ids that they have here; only those of other clients are not.
    const own = outgoing ? await this.find(originId) : undefined;
    if (own?.outgoing) return own;
    const { account, chat } = this.#key;
    return this.#history.findReference(this.#key, outgoing ? account : chat, originId);
  }

  /** Of two messages with the same id, ours: that is one that nobody else can have chosen. */
  async findEither(originId: string): Promise<Message | undefined> {
    const own = await this.findReference({ outgoing: true, originId });
    return own ?? this.findReference({ outgoing: false, originId });
  }
}
