import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { archiveIdentity, type ChatAddition, isOutgoing, peerOf } from '../chats/addition.ts';
import { Amendments } from '../chats/amendments.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { History, Message } from '../history.ts';

export interface ReferencesDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly markers: DisplayedMarkers;
  readonly history: History;
}

/** Applies what received messages, live or archived, say about others. */
export class References {
  readonly #deps: ReferencesDeps;
  readonly #amendments = new Amendments();

  constructor(deps: ReferencesDeps) {
    this.#deps = deps;
  }

  /** Opens the chat of a received message; an unknown sender becomes a stranger. */
  open(jid: Jid): Chat {
    this.#deps.contacts.addStranger(jid);
    return this.#deps.chats.open(jid);
  }

  /** Asks for a displayed marker once the message is read, if its sender wants one. */
  askMarker({ chat, markable }: ChatAddition): void {
    if (markable !== undefined) this.#deps.markers.ask(chat, markable);
  }

  /** Applies an amendment. @returns whether the message had nothing else to say */
  async amend(received: IncomingMessage): Promise<boolean> {
    const { account, chats } = this.#deps;
    const jid = peerOf(received, account);
    // A sender without a chat has nothing to change.
    const chat = jid && chats.find(jid.bare);
    return chat !== undefined && this.#amendments.apply(chat, received);
  }

  /** Whether any amendment waits for its message. */
  get isWaiting(): boolean {
    return this.#amendments.isWaiting;
  }

  /** Applies the amendments that were received before the message that they change. */
  catchUp(chat: Chat, { message, references = [] }: ChatAddition): Promise<void> {
    return this.#amendments.catchUp(chat, message.sender, references);
  }

  /** Applies receipts and markers for earlier messages, by the contact or our other clients. */
  async applyStatus(received: IncomingMessage): Promise<void> {
    if (!tellsStatus(received)) return;
    const { account, chats } = this.#deps;
    const { receiptFor, displayedFor } = received;
    const jid = peerOf(received, account);
    const chat = jid && chats.find(jid.bare);
    if (!chat) return;
    if (!isOutgoing(received, account)) {
      if (receiptFor !== undefined) await chat.confirm(receiptFor, 'delivered');
      if (displayedFor !== undefined) await chat.markDisplayed(displayedFor);
    } else if (displayedFor !== undefined) {
      const seen = await this.#findSeen(chat, displayedFor);
      if (seen) await chat.markRead(seen.id);
    }
  }

  /** A marker names the stanza's id (XEP-0333 §4.2); some clients name an archive id instead. */
  async #findSeen(chat: Chat, name: string): Promise<Message | undefined> {
    const { account, history } = this.#deps;
    const named = await chat.findReference({ sender: chat.key.chat, id: name });
    const identity = archiveIdentity(account, name);
    return named ?? history.findIdentity(chat.key, chat.key.chat, identity);
  }
}

/** Whether a message is a receipt or a marker for earlier ones. */
export function tellsStatus({ receiptFor, displayedFor }: IncomingMessage): boolean {
  return receiptFor !== undefined || displayedFor !== undefined;
}
