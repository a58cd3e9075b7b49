import type { ChatKey, History, Message } from '../history.ts';
import type { MessageRef } from '../messageRef.ts';

/** Finds messages of a chat by reference, in the current state of the history. */
export class ChatLookup {
  readonly #history: History;
  readonly #key: ChatKey;
  /** Everybody who writes here, our account first. */
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
    // Stanzas sent from here use our message ids; those of our other clients do not.
    const own = sender === this.#key.account ? await this.find(id) : undefined;
    if (own?.outgoing) return own;
    return this.#history.findReference(this.#key, sender, id);
  }

  /** If both sides have a message with this id, ours: no other sender can have chosen that id. */
  async findEither(id: string): Promise<Message | undefined> {
    for (const sender of this.authors) {
      const found = await this.findReference({ sender, id });
      if (found) return found;
    }
    return undefined;
  }
}
