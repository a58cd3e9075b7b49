import { Jid } from '../../base/jid.ts';
import { archiveIdentity } from './addition.ts';
import { ANYBODY, type ChatKey, type History, type Message } from '../history.ts';
import type { MessageRef } from '../messageRef.ts';

/** Finds messages of a chat by reference, in the current state of the history. */
export class ChatLookup {
  readonly #history: History;
  readonly #key: ChatKey;
  /**
   * By whom a message may be that is referred to by an id alone, our account first; in a room, where
   * such ids are the room's own, by {@link ANYBODY} or us.
   */
  readonly authors: readonly string[];

  constructor(history: History, key: ChatKey) {
    this.#history = history;
    this.#key = key;
    const { account, chat, kind } = key;
    if (kind === 'room') this.authors = [ANYBODY, account];
    else this.authors = account === chat ? [account] : [account, chat];
  }

  find(id: string): Promise<Message | undefined> {
    return this.#history.find(this.#key, id);
  }

  async findReference({ sender, id }: MessageRef): Promise<Message | undefined> {
    if (sender === ANYBODY) return this.#findAssigned(id);
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

  /** The message with this id in the room's archive. */
  #findAssigned(id: string): Promise<Message | undefined> {
    const identity = archiveIdentity(Jid.of(this.#key.chat), id);
    return this.#history.findIdentity(this.#key, ANYBODY, identity);
  }
}
