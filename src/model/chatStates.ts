import type { Jid } from '../base/jid.ts';
import type { Session } from '../xmpp/session.ts';
import { type ChatState, sendChatState } from '../xmpp/xep/0085-chatStates.ts';

/** What chat states are sent by. */
export interface ChatStatesDeps {
  /** `undefined` while there is none. */
  readonly session: () => Session | undefined;
  /** Whether the user lets others know. */
  readonly allowed: () => boolean;
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
}

/**
 * Tells the other sides what the user does in each chat (XEP-0085): each change once, and to nobody
 * who has not begun to hear of it by a message or by typing.
 */
export class ChatStates {
  readonly #deps: ChatStatesDeps;
  /** By bare JID. */
  readonly #chats = new Map<string, Told>();

  constructor(deps: ChatStatesDeps) {
    this.#deps = deps;
  }

  /** What the user does in this chat now. */
  set(jid: Jid, state: ChatState): void {
    const chat = this.#chat(jid);
    chat.state = state;
    this.#tell(chat);
    if (state === 'gone') this.#chats.delete(jid.bare);
  }

  /** A message goes out. Result: the state that it is to carry. */
  sending(jid: Jid): 'active' | undefined {
    const chat = this.#chat(jid);
    if (chat.unsupported || !this.#deps.allowed()) return undefined;
    chat.state = chat.last = 'active';
    return 'active';
  }

  /** The other side says something: a message, with or without a state, or a state alone. */
  hear(jid: Jid, state: ChatState | undefined): void {
    const chat = this.#chats.get(jid.bare);
    if (!chat) return;
    // Only an answer to a state of ours tells that there is no support for it.
    if (state === undefined) chat.unsupported ||= chat.last !== undefined;
    else chat.unsupported = false;
    if (state === 'gone') chat.last = undefined;
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

  #tell(chat: Told): void {
    const { jid, state, last, unsupported } = chat;
    const session = this.#deps.session();
    if (!session || unsupported || state === last || !this.#deps.allowed()) return;
    // Nothing but typing begins it: an opened tab alone is nobody's business.
    if ((last === undefined && state !== 'composing') || !session.mayKnowPresence(jid)) return;
    chat.last = state;
    sendChatState(session, jid, state);
  }

  #reset(chat: Told): void {
    chat.last = undefined;
    chat.unsupported = false;
  }

  #chat(jid: Jid): Told {
    let chat = this.#chats.get(jid.bare);
    if (!chat) {
      chat = { jid: jid.toBare(), state: 'active', unsupported: false };
      this.#chats.set(jid.bare, chat);
    }
    return chat;
  }
}
