import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { ChatKey, Standing } from '../history.ts';
import { LiveOrder } from './liveOrder.ts';
import { Chat, type ChatDeps, type MessageChange } from './chat.ts';

/** A change in a chat: a message was added or changed, or its state did. */
export interface ChatEvent {
  readonly chat: Chat;
  readonly change?: MessageChange;
}

/** All chats of one account: with contacts and of rooms by bare JID, with occupants by full JID. */
export class Chats {
  readonly #account: string;
  readonly #isRoom: (bare: string) => boolean;
  /** Those with occupants, by the bare JID of the room. */
  readonly #withOccupants = new Map<string, Chat[]>();
  /** For reading the account's archive, which has none of rooms. */
  readonly liveOrder = new LiveOrder();
  readonly #deps: Omit<ChatDeps, 'liveOrder'>;
  readonly #chats = new Map<string, Chat>();
  readonly #changed = new Emitter<ChatEvent>();

  readonly onDidChange = this.#changed.event;

  /** @param isRoom whether a bare JID is of a room that is joined or bookmarked */
  constructor(
    account: string,
    deps: Omit<ChatDeps, 'liveOrder'>,
    isRoom: (bare: string) => boolean = () => false,
  ) {
    this.#account = account;
    this.#isRoom = isRoom;
    this.#deps = deps;
  }

  /** Restores the stored chats. @returns them */
  async restore(): Promise<readonly Chat[]> {
    const kept = await this.#deps.history.chats(this.#account);
    return kept.map((state) => {
      const jid = Jid.of(state.chat);
      const kind = state.room ? 'room' : state.private ? 'private' : undefined;
      const chat = this.openAs(jid, kind);
      chat.restore(state);
      return chat;
    });
  }

  /** The chat with this key, if it exists. */
  find(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  /** The chat that a stanza from or to this JID is of, if it exists. */
  at(jid: Jid): Chat | undefined {
    return this.#chats.get(jid.full) ?? this.#chats.get(jid.bare);
  }

  /** Whether a bare JID is of a room, as far as known: joined, bookmarked, or with messages. */
  isRoom(bare: string): boolean {
    const isKnown = this.#chats.get(bare)?.kind === 'room' || this.#withOccupants.has(bare);
    return isKnown || this.#isRoom(bare);
  }

  /**
   * The chat with this JID, created if missing: of a known room, with the occupant of one, whose JID
   * is full, or else with a contact.
   */
  open(jid: Jid): Chat {
    const isOfRoom = this.isRoom(jid.bare);
    if (isOfRoom) return jid.resource === '' ? this.openRoom(jid) : this.openPrivate(jid);
    return this.#chats.get(jid.bare) ?? this.#openContact(jid.toBare());
  }

  /**
   * The same, where the kind is known; without one, it is a contact's.
   * @param standing of one that is created with a contact
   */
  openAs(jid: Jid, kind: ChatKey['kind'], standing?: Standing): Chat {
    switch (kind) {
      case 'room':
        return this.openRoom(jid);
      case 'private':
        return this.openPrivate(jid);
      case undefined:
        return this.#chats.get(jid.bare) ?? this.#openContact(jid.toBare(), standing);
    }
  }

  /** The chat of the room with this JID, created if missing. */
  openRoom(jid: Jid): Chat {
    const known = this.#chats.get(jid.bare);
    if (known?.kind === 'room') return known;
    const key = { account: this.#account, chat: jid.bare, kind: 'room' } as const;
    // Its archive is one of its own.
    return this.#create(jid.toBare(), key, { ...this.#deps, liveOrder: new LiveOrder() });
  }

  /** The chat with the occupant of a room who has this full JID, created if missing. */
  openPrivate(jid: Jid): Chat {
    const known = this.#chats.get(jid.full);
    if (known) return known;
    const key = { account: this.#account, chat: jid.full, kind: 'private' } as const;
    const chat = this.#create(jid, key, { ...this.#deps, liveOrder: this.liveOrder });
    const others = this.#withOccupants.get(jid.bare);
    if (others) others.push(chat);
    else this.#withOccupants.set(jid.bare, [chat]);
    return chat;
  }

  /** As for {@link find}. */
  ids(): Iterable<string> {
    return this.#chats.keys();
  }

  values(): Iterable<Chat> {
    return this.#chats.values();
  }

  /** Those with one person, a contact or an occupant, which are in the account's archive. */
  *withOne(): Iterable<Chat> {
    for (const chat of this.#chats.values()) if (chat.kind !== 'room') yield chat;
  }

  /** Those with occupants. */
  withOccupants(): readonly Chat[] {
    return [...this.#withOccupants.values()].flat();
  }

  /** Those with occupants of the room with this bare JID. */
  withOccupantsOf(room: string): readonly Chat[] {
    return this.#withOccupants.get(room) ?? [];
  }

  #openContact(jid: Jid, standing?: Standing): Chat {
    const { liveOrder } = this;
    const key = { account: this.#account, chat: jid.bare };
    return this.#create(jid, key, { ...this.#deps, liveOrder }, standing);
  }

  #create(jid: Jid, key: ChatKey, deps: ChatDeps, standing?: Standing): Chat {
    const chat = new Chat(jid, key, deps, standing);
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
