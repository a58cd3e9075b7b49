import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import { LiveOrder } from './liveOrder.ts';
import { Chat, type ChatDeps, type MessageChange } from './chat.ts';

/** A change in a chat: a message was added or changed, or its state did. */
export interface ChatEvent {
  readonly chat: Chat;
  readonly change?: MessageChange;
}

/** All one-to-one chats of one account, by bare JID. */
export class Chats {
  readonly #account: string;
  /** For reading the archive. */
  readonly liveOrder = new LiveOrder();
  readonly #deps: Omit<ChatDeps, 'liveOrder'>;
  readonly #chats = new Map<string, Chat>();
  readonly #changed = new Emitter<ChatEvent>();

  readonly onDidChange = this.#changed.event;

  constructor(account: string, deps: Omit<ChatDeps, 'liveOrder'>) {
    this.#account = account;
    this.#deps = deps;
  }

  /** Restores the stored chats. @returns their JIDs */
  async restore(): Promise<readonly Jid[]> {
    const kept = await this.#deps.history.chats(this.#account);
    return kept.map((state) => {
      const chat = this.open(Jid.of(state.chat));
      chat.restore(state);
      return chat.jid;
    });
  }

  /** The chat with this bare JID, if it exists. */
  find(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  /** The chat with this JID, created if missing. */
  open(jid: Jid): Chat {
    const id = jid.bare;
    let chat = this.#chats.get(id);
    if (!chat) {
      chat = new Chat(
        jid.toBare(),
        { account: this.#account, chat: id },
        {
          ...this.#deps,
          liveOrder: this.liveOrder,
        },
      );
      const made = chat;
      made.onMessage((change) => {
        this.#changed.fire({ chat: made, change });
      });
      made.onState(() => {
        this.#changed.fire({ chat: made });
      });
      this.#chats.set(id, made);
    }
    return chat;
  }

  values(): Iterable<Chat> {
    return this.#chats.values();
  }

  get unread(): number {
    let sum = 0;
    for (const chat of this.#chats.values()) sum += chat.unread;
    return sum;
  }
}
