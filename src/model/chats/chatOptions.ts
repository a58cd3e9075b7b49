import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Chat, MessageChange } from './chat.ts';

/** What the user has chosen for a chat, on this machine. */
export interface ChatOptions {
  /** Whether it is above all others in lists of chats. */
  readonly pinned?: true;
  /** Until when nothing of it notifies, in ms since 1970; `null` until the user changes that. */
  readonly mutedUntil?: number | null;
  /** If it is archived: how many unread messages it has that do not bring it back. */
  readonly archivedUnread?: number;
  /** Whether the contact is among the pinned ones of the list of contacts. */
  readonly contactPinned?: true;
}

/** Stores the options of an account's chats, by bare JID of the account and id of the chat. */
export interface ChatOptionsStore {
  loadChatOptions(account: string): ReadonlyMap<string, ChatOptions>;
  saveChatOptions(account: string, options: ReadonlyMap<string, ChatOptions>): Promise<void>;
}

/** What happened in a chat, as far as its options depend on it. */
export interface ChatNews {
  readonly chat: Pick<Chat, 'key' | 'unread'>;
  readonly change?: MessageChange;
}

export interface AccountChatOptionsDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly chats: {
    find(id: string): Pick<Chat, 'unread'> | undefined;
    readonly onDidChange: Event<ChatNews>;
  };
  readonly store: ChatOptionsStore;
  readonly clock: Clock;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

const NONE: ChatOptions = {};
/** Timers of more than 24 days fire at once, so longer ones are set in steps. In ms. */
const MAX_TIMER_MS = 86_400_000;

/** The options of all chats of an account: pinned, muted, archived. */
export class AccountChatOptions implements Disposable {
  readonly #deps: AccountChatOptionsDeps;
  readonly #options: Map<string, ChatOptions>;
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept: LatestWrite;
  readonly #listening: Disposable;
  #timer: Disposable | undefined;

  /** The ids of the chats whose options have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: AccountChatOptionsDeps) {
    const { account, chats, store } = deps;
    this.#deps = deps;
    this.#options = new Map(store.loadChatOptions(account));
    this.#kept = new LatestWrite(() => store.saveChatOptions(account, this.#options));
    this.#listening = chats.onDidChange((event) => {
      this.#bringBack(event);
    });
    this.#unmuteExpired();
  }

  /** The ids of the chats that have options. */
  get ids(): Iterable<string> {
    return this.#options.keys();
  }

  get(chat: string): ChatOptions {
    return this.#options.get(chat) ?? NONE;
  }

  /** Whether the chat has a place in lists of chats by itself: pinned or archived. */
  hasPlace(chat: string): boolean {
    const { archivedUnread, pinned } = this.get(chat);
    return pinned === true || archivedUnread !== undefined;
  }

  isMuted(chat: string): boolean {
    return this.get(chat).mutedUntil !== undefined;
  }

  /** Pins or unpins a chat; a pinned one is not archived. */
  pin(chat: string, isPinned: boolean): void {
    const { pinned: _, archivedUnread, ...rest } = this.get(chat);
    if (isPinned) this.#set(chat, { ...rest, pinned: true });
    else this.#set(chat, { ...rest, ...(archivedUnread !== undefined && { archivedUnread }) });
  }

  /** Pins or unpins a contact, whether there is a chat with them or not. */
  pinContact(contact: string, isPinned: boolean): void {
    const { contactPinned: _, ...rest } = this.get(contact);
    this.#set(contact, isPinned ? { ...rest, contactPinned: true } : rest);
  }

  /**
   * Mutes a chat, or ends that.
   * @param until in ms since 1970; `null` until the user changes that. What is over unmutes.
   */
  mute(chat: string, until: number | null): void {
    const { mutedUntil: _, ...rest } = this.get(chat);
    const isOver = until !== null && until <= this.#deps.clock.now();
    this.#set(chat, isOver ? rest : { ...rest, mutedUntil: until });
    this.#unmuteExpired();
  }

  /** Archives a chat until something new comes, or brings it back; an archived one is not pinned. */
  archive(chat: string, isArchived: boolean): void {
    const { archivedUnread: _, pinned, ...rest } = this.get(chat);
    const archivedUnread = this.#deps.chats.find(chat)?.unread ?? 0;
    if (isArchived) this.#set(chat, { ...rest, archivedUnread });
    else this.#set(chat, { ...rest, ...(pinned && { pinned }) });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#timer?.dispose();
    this.#changed.dispose();
  }

  /** An archived chat comes back with an unread message, or with one of ours. */
  #bringBack({ chat, change }: ChatNews): void {
    const id = chat.key.chat;
    const { archivedUnread } = this.get(id);
    if (archivedUnread === undefined) return;
    const isOurs = change?.kind === 'added' && change.messages.some(({ outgoing }) => outgoing);
    if (isOurs || chat.unread > archivedUnread) this.archive(id, false);
    else if (chat.unread < archivedUnread) this.archive(id, true);
  }

  /** Unmutes those whose time is over, and waits for the next one. */
  #unmuteExpired(): void {
    const now = this.#deps.clock.now();
    let next = Infinity;
    for (const [id, { mutedUntil, ...rest }] of [...this.#options]) {
      if (typeof mutedUntil !== 'number') continue;
      if (mutedUntil <= now) this.#set(id, rest);
      else next = Math.min(next, mutedUntil);
    }
    this.#timer?.dispose();
    this.#timer = undefined;
    if (next === Infinity) return;
    this.#timer = this.#deps.clock.after(Math.min(next - now, MAX_TIMER_MS), () => {
      this.#unmuteExpired();
    });
  }

  #set(chat: string, options: ChatOptions): void {
    if (Object.keys(options).length === 0) this.#options.delete(chat);
    else this.#options.set(chat, options);
    this.#changed.fire([chat]);
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping the options of a chat', error);
    });
  }
}
