import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { emojiKey } from '../../base/emoji.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { failure } from '../../base/userError.ts';
import { isReaction, MAX_REACTIONS } from '../../xmpp/xep/0444-reactions.ts';
import type { Chat } from '../chats/chat.ts';
import type { ReplyTarget, Amendment, Message } from '../history.ts';
import { type MessageRef, type Naming, refFor } from '../messageRef.ts';
import type { Outbox } from './outbox.ts';
import { replyTargetOf } from '../chats/replies.ts';
import { partsOf } from '../chats/content.ts';
import { react, retract } from '../chats/amendments.ts';

/** Our changes of earlier messages: stored, then shown, then sent as soon as possible. */
export class OwnAmendments {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  /** Serializes changes: each builds on the result of the one before. */
  readonly #queue = new SerialQueue();

  constructor(outbox: Outbox, clock: Clock) {
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Corrects the text of a message of ours (XEP-0308). @throws Failure */
  correct(chat: Chat, id: string, body: string): Promise<void> {
    return this.#queue.run(() => this.#correct(chat, id, body));
  }

  /** Retracts a message of ours (XEP-0424), or removes it if it was never sent. @throws Failure */
  retract(chat: Chat, id: string): Promise<void> {
    return this.#queue.run(() => this.#retract(chat, id));
  }

  /** Adds one emoji to our reactions to a message (XEP-0444), or removes it. @throws Failure */
  react(chat: Chat, id: string, emoji: string, on: boolean): Promise<void> {
    return this.#queue.run(() => this.#react(chat, id, emoji, on));
  }

  /** The target of a reply to this message. @throws Failure */
  async answer(chat: Chat, id: string): Promise<ReplyTarget> {
    return named(replyTargetOf(chat, await find(chat, id)));
  }

  async #correct(chat: Chat, id: string, body: string): Promise<void> {
    const message = await findOwn(chat, id);
    // XEP-0308 §4: only messages that are plain text.
    if (message.file) {
      throw failure('not-correctable.file');
    }
    if (message.notice) {
      throw failure('not-correctable.notice');
    }
    if (message.body === body || (await this.#outbox.rewrite(chat, id, body))) return;
    // A correction replaces the whole message, so all its other parts are repeated.
    const content = { ...partsOf(message), body };
    const change: Amendment = {
      ...target(chat, 'correction', message),
      kind: 'correction',
      content,
    };
    const edit = { body, edited: this.#clock.now(), editedBy: change.id, pending: change.id };
    await this.#send(chat, change, (known) => ({ ...known, ...edit }));
  }

  async #retract(chat: Chat, id: string): Promise<void> {
    const message = await findOwn(chat, id);
    if (message.delivery === 'failed' || this.#outbox.isWaiting(id)) {
      await this.#outbox.remove(chat, id);
      return;
    }
    const change: Amendment = { ...target(chat, 'retraction', message), kind: 'retraction' };
    const take = retract(this.#clock.now());
    await this.#send(chat, change, (known) => ({ ...take(known), pending: change.id }));
  }

  async #react(chat: Chat, id: string, emoji: string, on: boolean): Promise<void> {
    if (!isReaction(emoji)) throw failure('no-emoji');
    const message = await find(chat, id);
    const { account } = chat.key;
    const own = message.reactions?.find(({ sender }) => sender === account)?.emojis ?? [];
    const others = own.filter((other) => emojiKey(other) !== emojiKey(emoji));
    const emojis = on ? [...others, emoji] : others;
    if (emojis.length > MAX_REACTIONS) {
      throw failure('too-many-reactions', { most: MAX_REACTIONS });
    }
    const change: Amendment = { ...target(chat, 'reactions', message), kind: 'reactions', emojis };
    const said = { sender: account, emojis, time: this.#clock.now(), by: change.id };
    await this.#send(chat, change, react(said));
  }

  async #send(chat: Chat, change: Amendment, show: (message: Message) => Message): Promise<void> {
    // Stored first: an amendment that is shown is always sent, too.
    await chat.saveChange(change);
    const changed = await chat.change(change.message, ({ refused: _, ...known }) => show(known));
    // Errors about the amendment, such as a refusal, refer to its id.
    if (changed) await chat.refer(changed, [change.id]);
    this.#outbox.sendChange(chat, change);
  }
}

function target(
  chat: Chat,
  naming: Naming,
  message: Message,
): { readonly id: string; readonly message: string; readonly ref: MessageRef } {
  return { id: randomUUID(), message: message.id, ref: named(refFor(naming, chat, message)) };
}

/** @throws Failure if the message has no id that others know */
function named<T>(found: T | undefined): T {
  if (found === undefined) throw failure('no-name');
  return found;
}

async function findOwn(chat: Chat, id: string): Promise<Message> {
  const message = await find(chat, id);
  if (message.outgoing) return message;
  throw failure('not-yours');
}

async function find(chat: Chat, id: string): Promise<Message> {
  const message = await chat.find(id);
  if (message && message.retracted === undefined) return message;
  throw failure('no-message');
}
