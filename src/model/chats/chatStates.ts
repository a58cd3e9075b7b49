import type { Clock } from '../../base/clock.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { type ChatState, sendChatState } from '../../xmpp/xep/0085-chatStates.ts';

/**
 * How long the user counts as typing without another word from the tab, in ms: a tab that is still there
 * says so every 20 s while keys are pressed, and 30 s after the last one that they paused.
 */
const TYPING_MS = 60_000;

/** What chat states are sent by. */
export interface ChatStatesDeps {
  readonly clock: Clock;
  /** `undefined` while there is none. */
  readonly session: () => Session | undefined;
  /** Whether the user lets others know. */
  readonly sendChatStates: () => boolean;
  /** {@link ChatStates.typing} has changed. */
  readonly typingChanged?: () => void;
}

/** One chat, as far as the other side knows our state. */
interface Told {
  readonly jid: Jid;
  /** What the user does now. */
  state: ChatState;
  /** What the other side heard last; nothing yet in this session. */
  last?: ChatState | undefined;
  /** It answered without a chat state: no more of ours is for it (XEP-0085 §5.1). */
  unsupported: boolean;
  /** Ends typing that the tab says no more of, as when its window is gone. */
  lease: Disposable | undefined;
}

/**
 * Tells the other sides what the user does in each chat (XEP-0085): each change once, and to nobody
 * who has not begun to hear of it by a message or by typing. Whoever heard of typing hears of its end,
 * too, whatever becomes of the tab, the session or this process.
 */
export class ChatStates implements Disposable {
  readonly #deps: ChatStatesDeps;
  /** By bare JID. */
  readonly #chats = new Map<string, Told>();

  constructor(deps: ChatStatesDeps) {
    this.#deps = deps;
  }

  /** What the user does in this chat now. */
  set(jid: Jid, state: ChatState): void {
    const chat = this.#chat(jid);
    chat.lease?.dispose();
    chat.lease = undefined;
    if (state === 'composing') {
      chat.lease = this.#deps.clock.after(TYPING_MS, () => {
        this.set(jid, 'paused');
      });
    }
    chat.state = state;
    this.#tell(chat);
    if (state === 'gone') this.#chats.delete(jid.bare);
  }

  /** The bare JIDs of those who believe that the user types. */
  get typing(): readonly string[] {
    return [...this.#chats.values()]
      .filter(({ last }) => last === 'composing')
      .map(({ jid }) => jid.bare);
  }

  /** Takes over {@link typing} of the process that held the session before: nobody types there now. */
  restore(typing: readonly string[]): void {
    for (const address of typing) {
      const jid = Jid.parse(address);
      if (jid) Object.assign(this.#chat(jid), { state: 'paused', last: 'composing' });
    }
  }

  /** The user leaves, or this process does: those who wait for what is typed hear so while they can. */
  leave(state: 'paused' | 'gone'): void {
    for (const { jid, last } of [...this.#chats.values()]) {
      if (last === 'composing' || (last === 'paused' && state === 'gone')) this.set(jid, state);
    }
  }

  /** A message goes out. Result: the state that it is to carry. */
  sending(jid: Jid): 'active' | undefined {
    const chat = this.#chat(jid);
    if (chat.unsupported) return undefined;
    const state = this.#deps.sendChatStates() ? 'active' : undefined;
    chat.lease?.dispose();
    chat.state = 'active';
    this.#setLast(chat, state);
    return state;
  }

  /** The other side says something: a message, with or without a state, or a state alone. */
  hear(jid: Jid, state: ChatState | undefined): void {
    const chat = this.#chats.get(jid.bare);
    if (!chat) return;
    // Only an answer to a state of ours tells that there is no support for it.
    if (state === undefined) chat.unsupported ||= chat.last !== undefined;
    else chat.unsupported = false;
    if (state === 'gone') this.#setLast(chat, undefined);
  }

  /** The other side has left: whoever comes next knows nothing. */
  forget(jid: Jid): void {
    const chat = this.#chats.get(jid.bare);
    if (chat) this.#reset(chat);
  }

  /** A new session has begun, of which nobody knows anything yet. */
  forgetAll(): void {
    for (const chat of this.#chats.values()) this.#reset(chat);
  }

  /** Tells what has changed while there was no connection. */
  flush(): void {
    for (const chat of this.#chats.values()) this.#tell(chat);
  }

  dispose(): void {
    for (const { lease } of this.#chats.values()) lease?.dispose();
  }

  #tell(chat: Told): void {
    const { jid, state, last, unsupported } = chat;
    const session = this.#deps.session();
    if (!session || unsupported || state === last) return;
    // Typing that was told is taken back also by who tells no more of it.
    if (last !== 'composing' && !this.#deps.sendChatStates()) return;
    if (jid.bare === session.account.bare) return;
    // Nothing but typing begins it: an opened tab alone is nobody's business.
    if ((last === undefined && state !== 'composing') || !session.mayKnowPresence(jid)) return;
    this.#setLast(chat, state);
    sendChatState(session, jid, state);
  }

  #reset(chat: Told): void {
    this.#setLast(chat, undefined);
    chat.unsupported = false;
  }

  #setLast(chat: Told, last: ChatState | undefined): void {
    const changed = (chat.last === 'composing') !== (last === 'composing');
    chat.last = last;
    if (changed) this.#deps.typingChanged?.();
  }

  #chat(jid: Jid): Told {
    let chat = this.#chats.get(jid.bare);
    if (!chat) {
      chat = { jid: jid.toBare(), state: 'active', unsupported: false, lease: undefined };
      this.#chats.set(jid.bare, chat);
    }
    return chat;
  }
}
