import type { Jid } from '../../base/jid.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import { type ChatAddition, idsOf } from '../chats/addition.ts';
import { Amendments } from '../chats/amendments.ts';
import type { Chat } from '../chats/chat.ts';
import { type RoomAuthors, roomSenderOf, toRoomAddition } from '../chats/roomAddition.ts';
import { isCertain } from '../chats/roomSender.ts';
import type { Reading } from './reading.ts';

export interface RoomReadingDeps {
  readonly account: Jid;
  readonly chat: Chat;
  /** Who is in the room now. */
  readonly authors: () => RoomAuthors;
  /** The room has returned these stanzas of ours. */
  readonly returned: (ids: readonly string[]) => void;
}

/** Reads the messages of one room, live, from its history or archived. */
export class RoomReading implements Reading<RoomMessage> {
  readonly #deps: RoomReadingDeps;
  readonly #amendments = new Amendments();
  #firstNews: ChatAddition | undefined;

  constructor(deps: RoomReadingDeps) {
    this.#deps = deps;
  }

  /** Only what the room sent is given to it. */
  isPlausible(): boolean {
    return true;
  }

  toAddition(received: RoomMessage): ChatAddition | undefined {
    const addition = toRoomAddition(received, this.#deps.authors());
    if (received.via === 'live' && !received.delayed) this.#firstNews ??= addition;
    return addition;
  }

  /** The first message since {@link begin} that was sent just then. */
  get firstNews(): ChatAddition | undefined {
    return this.#firstNews;
  }

  /** We have just come in. */
  begin(): void {
    this.#firstNews = undefined;
  }

  isOutgoing(received: RoomMessage): boolean {
    return roomSenderOf(received, this.#deps.authors()) === this.#deps.account.bare;
  }

  open(): Chat {
    return this.#deps.chat;
  }

  /** A room's messages are not marked one by one: what was read is synchronized (XEP-0490). */
  askMarker(): void {
    // Nothing to ask.
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

  /** Of rooms, only what was read elsewhere is known, which comes another way (XEP-0490). */
  applyStatus(): Promise<void> {
    return Promise.resolve();
  }

  /** What the room returns is what it has. */
  async recognize(chat: Chat, { message, claimedId }: ChatAddition): Promise<void> {
    const id = claimedId ?? message.id;
    if (!message.outgoing && claimedId === undefined) return;
    if (!(await chat.find(id))?.outgoing) return;
    await chat.mark(id, 'sent');
    this.#deps.returned([id]);
  }
}
