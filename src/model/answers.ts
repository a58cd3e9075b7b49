import { type Addition, type Answered, type Message, originIdOf } from './history.ts';

/** How much of a message stands above its answers, in UTF-16 code units. */
const EXCERPT_LENGTH = 200;
const HALF_A_PAIR_AT_THE_END = /[\uD800-\uDBFF]$/;

/** A message to be added that may be an answer (XEP-0461). */
export interface AnsweringAddition extends Addition {
  /** What it calls the message that it answers, and its body without what stands in for that. */
  readonly reply?: { readonly id: string; readonly body: string };
}

/** @param answered the message that it answers, where that is here */
export function withAnswer<A extends AnsweringAddition>(
  addition: A,
  answered: Message | undefined,
): A {
  const { message, reply } = addition;
  if (!reply || !answered) return addition;
  return { ...addition, message: { ...message, body: reply.body, reply: answerTo(answered) } };
}

/** An answer to what was taken back since, of which nothing is to be seen any more. */
export function withoutExcerpt(message: Message): Message {
  return message.reply ? { ...message, reply: { ...message.reply, excerpt: '' } } : message;
}

/** What an answer to this message says of it. */
export function answerTo(message: Message): Answered {
  const { id, outgoing, body, file } = message;
  const text = file?.name ?? body;
  const cut = `${text.slice(0, EXCERPT_LENGTH).replace(HALF_A_PAIR_AT_THE_END, '')}…`;
  const excerpt = text.length > EXCERPT_LENGTH ? cut : text;
  return { message: id, outgoing, originId: originIdOf(message), excerpt };
}
