import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { ChatKey } from '../history.ts';
import { LiveOrder } from './liveOrder.ts';
import { Chat, type ChatDeps, type MessageChange } from './chat.ts';

/** A change in a chat: a message was added or changed, or its state did. */
export interface ChatEvent {
  readonly chat: Chat;
  readonly change?: MessageChange;
}

/** All chats of one account, with contacts and of rooms, by bare JID. */
export class Chats {
  readonly #account: string;
  /** For reading the account's archive, which has none of rooms. */
  readonly liveOrder = new LiveOrder();
  readonly #deps: Omit<ChatDeps, 'liveOrder'>;
  readonly #chats = new Map<string, Chat>();
  readonly #changed = new Emitter<ChatEvent>();

  readonly onDidChange = this.#changed.event;

  constructor(account: string, deps: Omit<ChatDeps, 'liveOrder'>) {
    this.#account = account;
    this.#deps = deps;
  }

  /** Restores the stored chats. @returns them */
  async restore(): Promise<readonly Chat[]> {
    const kept = await this.#deps.history.chats(this.#account);
    return kept.map((state) => {
      const jid = Jid.of(state.chat);
      const chat = state.room ? this.openRoom(jid) : this.open(jid);
      chat.restore(state);
      return chat;
    });
  }

  /** The chat with this bare JID, if it exists. */
  find(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  /** The chat with this JID; if missing, it is created as one with a contact. */
  open(jid: Jid): Chat {
    const { liveOrder } = this;
    const key = { account: this.#account, chat: jid.bare };
    return this.#chats.get(jid.bare) ?? this.#create(jid, key, { ...this.#deps, liveOrder });
  }

  /** The chat of the room with this JID, created if missing. */
  openRoom(jid: Jid): Chat {
    const known = this.#chats.get(jid.bare);
    if (known?.kind === 'room') return known;
    const key = { account: this.#account, chat: jid.bare, kind: 'room' } as const;
    // Its archive is one of its own.
    return this.#create(jid, key, { ...this.#deps, liveOrder: new LiveOrder() });
  }

  /** As for {@link find}. */
  ids(): Iterable<string> {
    return this.#chats.keys();
  }

  values(): Iterable<Chat> {
    return this.#chats.values();
  }

  /** Those with contacts. */
  *ofContacts(): Iterable<Chat> {
    for (const chat of this.#chats.values()) if (chat.kind === 'chat') yield chat;
  }

  #create(jid: Jid, key: ChatKey, deps: ChatDeps): Chat {
    const chat = new Chat(jid.toBare(), key, deps);
    chat.onMessage((change) => {
      this.#changed.fire({ chat, change });
    });
    chat.onState(() => {
      this.#changed.fire({ chat });
    });
    this.#chats.set(key.chat, chat);
    return chat;
  }
}
