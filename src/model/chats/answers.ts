import { shorten } from '../../base/graphemes.ts';
import { type Addition, type Answered, type Message, originIdOf } from '../history.ts';

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
export function withAnswer<A extends AnsweringAddition>(
  addition: A,
  answered: Message | undefined,
): A {
  const { message, reply } = addition;
  if (!reply || !answered) return addition;
  return { ...addition, message: { ...message, body: reply.body, reply: answerTo(answered) } };
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
  const { excerpt, notice } = answered ? answerTo(answered) : reply;
  return { ...message, reply: { ...reply, excerpt, ...(notice && { notice }) } };
}

/** What is kept of an answer's reference to what it answers. */
export function withoutWords({ notice: _, ...reply }: Answered): Answered {
  return { ...reply, excerpt: '' };
}

/** What an answer to this message says of it. */
export function answerTo(message: Message): Answered {
  const { id, outgoing, body, file, notice } = message;
  const text = file?.name ?? body;
  const excerpt = shorten(text, EXCERPT_LENGTH + 1);
  const told = notice && text === '' ? { notice } : {};
  return { message: id, outgoing, originId: originIdOf(message), excerpt, ...told };
}
