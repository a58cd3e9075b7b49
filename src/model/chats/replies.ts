import { shorten } from '../../base/graphemes.ts';
import type { Addition, ReplyTarget, Message } from '../history.ts';
import { type Conversation, refFor } from '../messageRef.ts';

/** How much of a message stands above its answers, in UTF-16 code units. */
const EXCERPT_LENGTH = 200;

/** A message to be added that may be an answer (XEP-0461). */
export interface AnsweringAddition extends Addition {
  /** What it calls the message that it answers, and its body without what stands in for that. */
  readonly reply?: { readonly id: string; readonly body: string };
  /** What it calls the message that it corrects (XEP-0308). */
  readonly corrects?: string;
  /** What it calls the file of which it tells only where that is (XEP-0447 §3.3). */
  readonly sourceOf?: string;
  /** What such a message may call the file that it shares. */
  readonly shares?: readonly string[];
}

/** @param answered the message that it answers, where that is here */
export function withReplyTarget<A extends AnsweringAddition>(
  conversation: Conversation,
  addition: A,
  answered: Message | undefined,
): A {
  const { message, reply } = addition;
  const target = reply && answered && replyTargetOf(conversation, answered);
  return target
    ? { ...addition, message: { ...message, body: reply.body, reply: target } }
    : addition;
}

/**
 * An answer with the words of what it answers as these are now. They are kept with that alone, so that
 * what is taken back, corrected or deleted is so everywhere.
 *
 * @param find the message with this id, where that is here
 */
export function withWords(message: Message, find: (id: string) => Message | undefined): Message {
  if (!message.reply) return message;
  const reply = withoutWords(message.reply);
  const answered = find(reply.message);
  const { excerpt, notice } = answered ? beginningOf(answered) : reply;
  return { ...message, reply: { ...reply, excerpt, ...(notice && { notice }) } };
}

/** What is kept of an answer's reference to what it answers. */
export function withoutWords({ notice: _, ...reply }: ReplyTarget): ReplyTarget {
  return { ...reply, excerpt: '' };
}

/** What an answer to this message says of it; `undefined` where it cannot be answered. */
export function replyTargetOf(
  conversation: Conversation,
  message: Message,
): ReplyTarget | undefined {
  const { id, outgoing } = message;
  const ref = refFor('reply', conversation, message);
  return ref && { message: id, ref, outgoing, ...beginningOf(message) };
}

function beginningOf({ body, file, notice }: Message): Pick<ReplyTarget, 'excerpt' | 'notice'> {
  const text = file?.name ?? body;
  const excerpt = shorten(text, EXCERPT_LENGTH + 1);
  return { excerpt, ...(notice && text === '' ? { notice } : {}) };
}
