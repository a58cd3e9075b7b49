import type { Clock } from '../../base/clock.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Audience } from '../../xmpp/xep/0045-messages.ts';
import { type ChatState, sendChatState } from '../../xmpp/xep/0085-chatStates.ts';

/**
 * Timeout for typing without an update from the tab, in ms: an open tab sends one every 20 s while
 * keys are pressed, and a pause 30 s after the last key.
 */
const TYPING_MS = 60_000;

/** The dependencies of {@link ChatStates}. */
export interface ChatStatesDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Whether the user's settings allow chat states. */
  readonly sendChatStates: () => boolean;
  /** The audience of a chat's states; `undefined` if none are sent now. Default: its contact. */
  readonly audienceOf?: (jid: Jid) => Audience | undefined;
  /** {@link ChatStates.typing} has changed. */
  readonly typingChanged?: () => void;
}

/** The state of a chat as known to the contact. */
interface Told {
  readonly jid: Jid;
  /** The current state. */
  state: ChatState;
  /** The state sent last; absent if none was in this session. */
  last?: ChatState | undefined;
  /** The contact answered without a chat state: none is sent to it (XEP-0085 §5.1). */
  unsupported: boolean;
  /** Ends typing if the tab stops updating it, as when its window is gone. */
  lease: Disposable | undefined;
}

/**
 * Sends the user's chat states to contacts, rooms and occupants (XEP-0085), each by `Chat.jid`: each change once, and only after a message
 * or typing has begun the exchange. A contact that was notified of typing is also notified of its
 * end, whatever becomes of the tab, the session or this process.
 */
export class ChatStates implements Disposable {
  readonly #deps: ChatStatesDeps;
  /** By the chat's JID. */
  readonly #chats = new Map<string, Told>();

  constructor(deps: ChatStatesDeps) {
    this.#deps = deps;
  }

  /** Sets the user's current state in this chat. */
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
    if (state === 'gone') this.#chats.delete(jid.full);
  }

  /** The JIDs of the chats that were last notified of typing. */
  get typing(): readonly string[] {
    return [...this.#chats.values()]
      .filter(({ last }) => last === 'composing')
      .map(({ jid }) => jid.full);
  }

  /** Restores {@link typing} of the process that had the session before: typing has ended there. */
  restore(typing: readonly string[]): void {
    for (const address of typing) {
      const jid = Jid.parse(address);
      if (jid) Object.assign(this.#chat(jid), { state: 'paused', last: 'composing' });
    }
  }

  /** The user or this process leaves: ends typing for contacts while that can still be sent. */
  leave(state: 'paused' | 'gone'): void {
    for (const { jid, last } of [...this.#chats.values()]) {
      if (last === 'composing' || (last === 'paused' && state === 'gone')) this.set(jid, state);
    }
  }

  /** A message is about to be sent. @returns the state to include */
  sending(jid: Jid): 'active' | undefined {
    const chat = this.#chat(jid);
    if (chat.unsupported || !this.#audienceOf(jid)) return undefined;
    const state = this.#deps.sendChatStates() ? 'active' : undefined;
    chat.lease?.dispose();
    chat.state = 'active';
    this.#setLast(chat, state);
    return state;
  }

  /** A message, with or without a state, or a state alone was received from the contact. */
  hear(jid: Jid, state: ChatState | undefined): void {
    const chat = this.#chats.get(jid.full);
    if (!chat) return;
    // Only an answer to a state of ours proves that states are not supported.
    if (state === undefined) chat.unsupported ||= chat.last !== undefined;
    else chat.unsupported = false;
    if (state === 'gone') this.#setLast(chat, undefined);
  }

  /** The contact has left: its next client knows nothing of our state. */
  forget(jid: Jid): void {
    const chat = this.#chats.get(jid.full);
    if (chat) this.#reset(chat);
  }

  /** A new session has begun: no contact knows our state. */
  forgetAll(): void {
    for (const chat of this.#chats.values()) this.#reset(chat);
  }

  /** Sends what changed while offline. */
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
    // The end of typing is sent even if the user has disabled chat states since.
    if (last !== 'composing' && !this.#deps.sendChatStates()) return;
    const audience = this.#audienceOf(jid);
    if (!audience || jid.bare === session.account.bare) return;
    // Only typing begins the exchange: for privacy, opening a tab does not.
    if (last === undefined && state !== 'composing') return;
    if (audience === 'contact' && !session.mayKnowPresence(jid)) return;
    this.#setLast(chat, state);
    // XEP-0085 §5.5: a room gets only composing and its end.
    const isOfTyping = state === 'composing' || last === 'composing';
    if (audience !== 'room') sendChatState(session, jid, state, audience);
    else if (isOfTyping) sendChatState(session, jid, roomState(state), audience);
  }

  #audienceOf(jid: Jid): Audience | undefined {
    const { audienceOf } = this.#deps;
    return audienceOf ? audienceOf(jid) : 'contact';
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
    let chat = this.#chats.get(jid.full);
    if (!chat) {
      chat = { jid, state: 'active', unsupported: false, lease: undefined };
      this.#chats.set(jid.full, chat);
    }
    return chat;
  }
}

function roomState(state: ChatState): ChatState {
  return state === 'composing' ? state : 'paused';
}
