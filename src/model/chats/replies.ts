import { shorten } from '../../base/graphemes.ts';
import { type Addition, filesOf, type Message, type ReplyTarget } from '../history.ts';
import { type Conversation, refFor } from '../messageRef.ts';

/** Maximum length of the excerpt above a reply, in UTF-16 code units. */
const EXCERPT_LENGTH = 200;

/** A message to be added that may be a reply (XEP-0461). */
export interface AnsweringAddition extends Addition {
  /** The id of the message that it replies to, and its body without the fallback. */
  readonly reply?: { readonly id: string; readonly body: string };
  /** The id of the message that it corrects (XEP-0308). */
  readonly corrects?: string;
  /** The reference to the file, if it only attaches a source (XEP-0447 §3.3). */
  readonly sourceOf?: string;
  /** The references by which such a message may name the file that it shares. */
  readonly shares?: readonly string[];
}

/** @param answered the message that it replies to, if known */
export function withReplyTarget<A extends AnsweringAddition>(
  conversation: Conversation,
  addition: A,
  answered: Message | undefined,
): A {
  const { message, reply } = addition;
  const target = reply && answered && replyTargetOf(conversation, answered);
  if (!target) return addition;
  // In a room, a reply to one of our messages counts as a mention.
  const mention = conversation.kind === 'room' && target.outgoing && !message.outgoing;
  const answer = { ...message, body: reply.body, reply: target, ...(mention && { mention }) };
  return { ...addition, message: answer };
}

/**
 * A reply with the current text of the message that it answers. That text is stored only with its
 * own message, so that a retraction, correction or deletion takes effect everywhere.
 *
 * @param find the message with this id, if known
 */
export function withWords(message: Message, find: (id: string) => Message | undefined): Message {
  if (!message.reply) return message;
  const reply = withoutWords(message.reply);
  const answered = find(reply.message);
  const { excerpt, notice } = answered ? beginningOf(answered) : reply;
  return { ...message, reply: { ...reply, excerpt, ...(notice && { notice }) } };
}

/** The stored part of a reply target. */
export function withoutWords({ notice: _, ...reply }: ReplyTarget): ReplyTarget {
  return { ...reply, excerpt: '' };
}

/** The target for a reply to this message; `undefined` if it cannot be replied to. */
export function replyTargetOf(
  conversation: Conversation,
  message: Message,
): ReplyTarget | undefined {
  const { id, outgoing, nick } = message;
  const ref = refFor('reply', conversation, message);
  const author = { outgoing, ...(nick !== undefined && { nick }) };
  return ref && { message: id, ref, ...author, ...beginningOf(message) };
}

function beginningOf(message: Message): Pick<ReplyTarget, 'excerpt' | 'notice'> {
  const { body, notice } = message;
  const files = filesOf(message);
  const text = files.length === 0 ? body : files.map(({ name }) => name).join(', ');
  const excerpt = shorten(text, EXCERPT_LENGTH + 1);
  return { excerpt, ...(notice && text === '' ? { notice } : {}) };
}
