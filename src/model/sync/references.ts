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
import { occupantOf, toPrivateAddition } from '../chats/privateAddition.ts';
import { toServiceAddition } from '../chats/roomAddition.ts';
import { isCertain, occupantSender } from '../roomSender.ts';
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
  /** Who has this JID in a room that we are in now, as `Message.occupant`. */
  readonly present: (occupant: Jid) => string | undefined;
  /** Whether we are in the room with this bare JID. */
  readonly isIn: (room: string) => boolean;
  /** We are invited to a room. */
  readonly invited: (invitation: RoomInvitation, stamp: number) => Promise<void>;
}

/** Reads the messages of chats with contacts and occupants, live, carbon or archived. */
export class References implements Reading<IncomingMessage> {
  readonly #deps: ReferencesDeps;
  readonly #amendments = new Amendments();

  constructor(deps: ReferencesDeps) {
    this.#deps = deps;
  }

  /** Nothing that an occupant whom the user ignores says, or changes, is wanted. */
  isPlausible(received: IncomingMessage): boolean {
    const { account, isIgnored } = this.#deps;
    const isWanted = isPlausible(received, account) && !this.#isCopyOfPrivate(received);
    return isWanted && !(this.#sideOf(received) === 'occupant' && isIgnored(received.from));
  }

  /** An invitation waits apart from what its sender writes, and so does what a room asks. */
  toAddition(received: IncomingMessage): ChatAddition | undefined {
    const { account, chats } = this.#deps;
    const { asksForRoom: room, invitation } = received;
    if (invitation && !this.isOutgoing(received)) return undefined;
    if (room && chats.find(room.bare)?.kind === 'room') return undefined;
    switch (this.#sideOf(received)) {
      case 'contact': {
        const addition = toAddition(received, account);
        return addition && this.#isUnexpected(addition)
          ? { ...addition, standing: 'request' }
          : addition;
      }
      case 'room':
        return toServiceAddition(received, account);
      case 'occupant':
        return toPrivateAddition(received, account, this.#whoIs(received));
    }
  }

  isOutgoing(received: IncomingMessage): boolean {
    return isOutgoing(received, this.#deps.account);
  }

  /** Opens the chat of a received message; an unknown sender becomes a stranger. */
  open({ chat, key, standing }: ChatAddition): Chat {
    if (key.kind === undefined) this.#deps.contacts.addStranger(chat);
    return this.#deps.chats.openAs(chat, key.kind, standing);
  }

  askMarker({ chat, markable }: ChatAddition): void {
    if (markable !== undefined) this.#deps.markers.ask(chat, markable);
  }

  async amend(received: IncomingMessage): Promise<boolean> {
    // A sender without a chat has nothing to change.
    const chat = this.#chatOf(received);
    // A private message of a room refers to none of its conversation.
    if (!chat || chat.kind === 'room') return chat !== undefined;
    const isPrivate = chat.kind === 'private';
    const outgoing = this.isOutgoing(received);
    const occupant = isPrivate ? this.#whoIs(received) : undefined;
    return this.#amendments.apply(chat, {
      received,
      sender: isPrivate && !outgoing ? chat.key.chat : senderOf(received),
      occupant,
      isCertain: !isPrivate || outgoing || occupant !== undefined,
      toAddition: () => this.toAddition(received),
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
    const { account } = this.#deps;
    const { receiptFor, displayedFor } = received;
    const chat = this.#chatOf(received);
    if (!chat || chat.kind === 'room') return;
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

  /** Whether it begins a chat that the user has not asked for. Our server may always write. */
  #isUnexpected({ chat, message }: ChatAddition): boolean {
    const { account, chats, contacts } = this.#deps;
    if (message.outgoing || chat.bare === account.bare || chat.bare === account.domain)
      return false;
    return !chats.find(chat.bare) && contacts.get(chat.bare)?.inRoster !== true;
  }

  /**
   * What the other side is. The JID of a known room decides: anybody can mark a message as private
   * (XEP-0045 §7.5), except one that is our own.
   */
  #sideOf(received: IncomingMessage): 'contact' | 'room' | 'occupant' {
    const { account, chats } = this.#deps;
    const peer = occupantOf(received, account);
    const isOwnMark = received.isMarkedPrivate === true && this.isOutgoing(received);
    if (peer.bare === account.bare) return 'contact';
    if (!chats.isRoom(peer.bare) && !(isOwnMark && peer.resource !== '')) return 'contact';
    return peer.resource === '' ? 'room' : 'occupant';
  }

  /** The chat of a message, if it exists. */
  #chatOf(received: IncomingMessage): Chat | undefined {
    const { account, chats } = this.#deps;
    const peer = peerOf(received, account);
    if (!peer) return undefined;
    const isPrivate = this.#sideOf(received) === 'occupant';
    return chats.find(isPrivate ? occupantOf(received, account).full : peer.bare);
  }

  /** Inside, the room sends a private message to each client of ours (XEP-0280 §6.1). */
  #isCopyOfPrivate(received: IncomingMessage): boolean {
    const { via, from, isMarkedPrivate = false } = received;
    if (via !== 'carbon' || !isMarkedPrivate || this.isOutgoing(received)) return false;
    return this.#sideOf(received) === 'occupant' && this.#deps.isIn(from.bare);
  }

  /** Who has the nick in a private chat, when it is certain. */
  #whoIs(received: IncomingMessage): string | undefined {
    const { via, delayed, occupantId } = received;
    const { account, present } = this.#deps;
    const isNow = via !== 'archive' && !delayed;
    const now = isNow ? present(occupantOf(received, account)) : undefined;
    if (now !== undefined && isCertain(now)) return now;
    if (occupantId === undefined || this.isOutgoing(received)) return undefined;
    return occupantSender(occupantId);
  }

  /** A marker names the stanza's id (XEP-0333 §4.2); some clients name an archive id instead. */
  async #findSeen(chat: Chat, name: string): Promise<Message | undefined> {
    const { account, history } = this.#deps;
    const named = await chat.findReference({ sender: chat.key.chat, id: name });
    const identity = archiveIdentity(account, name);
    return named ?? history.findIdentity(chat.key, chat.key.chat, identity);
  }
}

/** Whether a message says something besides what is stored of it. */
export function tellsStatus(received: ReceivedMessage): boolean {
  const { receiptFor, displayedFor } = received;
  return 'invitation' in received || receiptFor !== undefined || displayedFor !== undefined;
}
