import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { RoomInvitation } from '../../xmpp/xep/0249-invitations.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import {
  archiveIdentity,
  type ChatAddition,
  isOutgoing,
  isPlausible,
  peerOf,
  senderOf,
  toAddition,
} from '../chats/addition.ts';
import { Amendments } from '../chats/amendments.ts';
import { toPrivateAddition } from '../chats/roomAddition.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { History, Message } from '../history.ts';
import type { Reading } from './reading.ts';

export interface ReferencesDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly markers: DisplayedMarkers;
  readonly history: History;
  /** Whether the user ignores this occupant of a room. */
  readonly isIgnored: (occupant: Jid) => boolean;
  /** Somebody invites us to a room. */
  readonly invited: (invitation: RoomInvitation, stamp: number) => Promise<void>;
}

/** Reads the messages of chats with contacts, live, carbon or archived. */
export class References implements Reading<IncomingMessage> {
  readonly #deps: ReferencesDeps;
  readonly #amendments = new Amendments();

  constructor(deps: ReferencesDeps) {
    this.#deps = deps;
  }

  isPlausible(received: IncomingMessage): boolean {
    return isPlausible(received, this.#deps.account);
  }

  /** An invitation waits apart from what its sender writes, and so does what a room asks. */
  toAddition(received: IncomingMessage): ChatAddition | undefined {
    const { account, chats } = this.#deps;
    const { asksForRoom: room, invitation } = received;
    if (invitation && !this.isOutgoing(received)) return undefined;
    if (room && chats.find(room.bare)?.kind === 'room') return undefined;
    if (!this.#isOfRoom(received)) return toAddition(received, account);
    // In the archive, somebody else may have had the nick.
    const isIgnored = received.via !== 'archive' && this.#deps.isIgnored(received.from);
    return isIgnored ? undefined : toPrivateAddition(received, account);
  }

  isOutgoing(received: IncomingMessage): boolean {
    return isOutgoing(received, this.#deps.account);
  }

  /** Opens the chat of a received message; an unknown sender becomes a stranger. */
  open({ chat, key }: ChatAddition): Chat {
    if (key.kind !== 'room') this.#deps.contacts.addStranger(chat);
    return this.#deps.chats.open(chat);
  }

  askMarker({ chat, markable }: ChatAddition): void {
    if (markable !== undefined) this.#deps.markers.ask(chat, markable);
  }

  async amend(received: IncomingMessage): Promise<boolean> {
    const { account, chats } = this.#deps;
    const jid = peerOf(received, account);
    // A sender without a chat has nothing to change.
    const chat = jid && chats.find(jid.bare);
    // A private message refers to nothing that the room has said.
    if (!chat || chat.kind === 'room') return chat !== undefined;
    const sender = senderOf(received);
    const addition = () => this.toAddition(received);
    return this.#amendments.apply(chat, {
      received,
      sender,
      isCertain: true,
      toAddition: addition,
    });
  }

  get isWaiting(): boolean {
    return this.#amendments.isWaiting;
  }

  catchUp(chat: Chat, { message, references = [] }: ChatAddition): Promise<void> {
    return this.#amendments.catchUp(chat, message.sender, references);
  }

  async applyStatus(received: IncomingMessage): Promise<void> {
    const { invitation, stamp } = received;
    if (invitation && !this.isOutgoing(received)) await this.#deps.invited(invitation, stamp);
    if (!tellsStatus(received)) return;
    const { account, chats } = this.#deps;
    const { receiptFor, displayedFor } = received;
    const jid = peerOf(received, account);
    const chat = jid && chats.find(jid.bare);
    if (chat?.kind !== 'chat') return;
    if (!isOutgoing(received, account)) {
      if (receiptFor !== undefined) await chat.confirm(receiptFor, 'delivered');
      if (displayedFor !== undefined) await chat.markDisplayed(displayedFor);
    } else if (displayedFor !== undefined) {
      const seen = await this.#findSeen(chat, displayedFor);
      if (seen) await chat.markRead(seen.id);
    }
  }

  /** What was sent is known by the server's acknowledgement. */
  recognize(): Promise<void> {
    return Promise.resolve();
  }

  /** Whether the other side is a room, or an occupant of one. */
  #isOfRoom(received: IncomingMessage): boolean {
    const { account, chats } = this.#deps;
    const peer = peerOf(received, account);
    return peer !== undefined && chats.find(peer.bare)?.kind === 'room';
  }

  /** A marker names the stanza's id (XEP-0333 §4.2); some clients name an archive id instead. */
  async #findSeen(chat: Chat, name: string): Promise<Message | undefined> {
    const { account, history } = this.#deps;
    const named = await chat.findReference({ sender: chat.key.chat, id: name });
    const identity = archiveIdentity(account, name);
    return named ?? history.findIdentity(chat.key, chat.key.chat, identity);
  }
}

/** Whether a message tells something besides what is stored of it. */
export function tellsStatus(received: ReceivedMessage): boolean {
  const { receiptFor, displayedFor } = received;
  return 'invitation' in received || receiptFor !== undefined || displayedFor !== undefined;
}
