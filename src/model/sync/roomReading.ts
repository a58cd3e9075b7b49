import type { Jid } from '../../base/jid.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import { type ChatAddition, idsOf } from '../chats/addition.ts';
import { Amendments } from '../chats/amendments.ts';
import type { Chat } from '../chats/chat.ts';
import { type RoomAuthors, roomSenderOf, toRoomAddition } from '../chats/roomAddition.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { isCertain } from '../roomSender.ts';
import { ANYBODY } from '../history.ts';
import { refFor } from '../messageRef.ts';
import type { Reading } from './reading.ts';

export interface RoomReadingDeps {
  readonly account: Jid;
  readonly chat: Chat;
  /** Who is in the room now. */
  readonly authors: () => RoomAuthors;
  /** Whether the room is small enough for markers of all. */
  readonly isSmall: () => boolean;
  readonly markers: Pick<DisplayedMarkers, 'ask'>;
  /** The room has returned these stanzas of ours. */
  readonly returned: (ids: readonly string[]) => void;
  /** A message of ours was returned, before any other: only the archive knows its place. */
  readonly unplaced: () => void;
}

/** Reads the messages of one room, live, from its history or archived. */
export class RoomReading implements Reading<RoomMessage> {
  readonly #deps: RoomReadingDeps;
  readonly #amendments = new Amendments();
  #firstNews: ChatAddition | undefined;
  /** The id of the newest message that the room sent just then. */
  #newest: string | undefined;
  /** By the id of a message of ours that the room returned: that of the one sent before it, if any. */
  readonly #previous = new Map<string, string | undefined>();

  constructor(deps: RoomReadingDeps) {
    this.#deps = deps;
  }

  /** Only what the room sent is given to it. */
  isPlausible(): boolean {
    return true;
  }

  toAddition(received: RoomMessage): ChatAddition | undefined {
    const addition = toRoomAddition(received, this.#deps.authors());
    if (addition && received.via === 'live' && !received.delayed) {
      this.#firstNews ??= addition;
      this.#follow(addition);
    }
    return addition;
  }

  /** Notes in which order the room sent its messages; a copy that comes again changes nothing. */
  #follow({ claimedId, message }: ChatAddition): void {
    if (claimedId !== undefined) {
      if (this.#previous.has(claimedId)) return;
      this.#previous.set(claimedId, this.#newest);
    }
    this.#newest = claimedId ?? message.id;
  }

  /** The first message since {@link begin} that was sent just then. */
  get firstNews(): ChatAddition | undefined {
    return this.#firstNews;
  }

  /** We have just come in. */
  begin(): void {
    this.#firstNews = undefined;
    this.#newest = undefined;
    this.#previous.clear();
  }

  isOutgoing(received: RoomMessage): boolean {
    return roomSenderOf(received, this.#deps.authors()) === this.#deps.account.bare;
  }

  open(): Chat {
    return this.#deps.chat;
  }

  /** In a room, markers are not requested, but sent for whatever it names (XEP-0333 §1, §4.3). */
  askMarker({ chat, message }: ChatAddition): void {
    const marker = message.outgoing ? undefined : refFor('marker', this.#deps.chat, message);
    if (marker) this.#deps.markers.ask(chat, marker.id);
  }

  async amend(received: RoomMessage): Promise<boolean> {
    const { chat, authors, returned } = this.#deps;
    const sender = roomSenderOf(received, authors());
    const isAll = await this.#amendments.apply(chat, {
      received,
      sender,
      nick: received.room.nick,
      isCertain: isCertain(sender),
      toAddition: () => this.toAddition(received),
    });
    if (received.via === 'live' && this.isOutgoing(received)) returned(idsOf(received));
    return isAll;
  }

  get isWaiting(): boolean {
    return this.#amendments.isWaiting;
  }

  catchUp(chat: Chat, { message }: ChatAddition): Promise<void> {
    const { sender, stanzaId } = message;
    return this.#amendments.catchUp(chat, sender, stanzaId === undefined ? [] : [stanzaId]);
  }

  /** How far another occupant, or another client of ours, has read (XEP-0333 §4.3). */
  async applyStatus(received: RoomMessage): Promise<void> {
    const { account, authors, chat, isSmall } = this.#deps;
    const { displayedFor, room } = received;
    if (displayedFor === undefined || room.nick === undefined) return;
    const who = authors();
    const sender = roomSenderOf(received, who);
    const isOwn = sender === account.bare;
    // In a large room, a lookup for each marker of each occupant would cost too much.
    if (!isOwn && (!isSmall() || who.isIgnored(sender))) return;
    const seen = await chat.findReference({ sender: ANYBODY, id: displayedFor });
    if (!seen) return;
    if (isOwn) await chat.markRead(seen.id);
    else chat.readers.advance(sender, room.nick, seen);
  }

  /** What the room returns is what it has, in the order in which all see it. */
  async recognize(chat: Chat, { message, claimedId }: ChatAddition): Promise<void> {
    const id = claimedId ?? message.id;
    if (!message.outgoing && claimedId === undefined) return;
    if (!(await chat.find(id))?.outgoing) return;
    await chat.mark(id, 'sent');
    const previous = this.#previous.get(id);
    if (previous !== undefined) await chat.order([previous, id]);
    else this.#deps.unplaced();
    if (this.#previous.has(id)) this.#previous.set(id, undefined);
    this.#deps.returned([id]);
  }
}
