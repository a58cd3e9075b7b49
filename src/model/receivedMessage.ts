import { randomUUID } from 'node:crypto';
import { type AnnouncedFile, type Answered, type Message, originIdOf } from './history.ts';

/** How much of a message stands above its answers, in UTF-16 code units. */
const EXCERPT_LENGTH = 200;
const HALF_A_PAIR_AT_THE_END = /[\uD800-\uDBFF]$/;

/** A message as it arrived, checked and reduced to what the chat needs. */
export interface ReceivedMessage {
  /** The same for the same message when it comes again; `undefined` where nothing tells. */
  readonly identity: string | undefined;
  readonly body: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly file?: AnnouncedFile | undefined;
  /** What the other side calls it, where it has an id. */
  readonly originId?: string | undefined;
  /** Further ids that it may be called by. */
  readonly references?: readonly string[];
  /** The message that it answers, and its body without the quotation that stands in for that. */
  readonly reply?: { readonly id: string; readonly body: string } | undefined;
  /** It is here in place of an earlier one, which it corrected then, in ms since 1970. */
  readonly edited?: number | undefined;
}

/** @param answered the message that it answers, where that is here */
export function messageOf(received: ReceivedMessage, answered: Message | undefined): Message {
  const { body, time, file, originId, reply, edited } = received;
  return {
    id: randomUUID(),
    outgoing: false,
    body: answered && reply ? reply.body : body,
    time,
    ...(file && { file }),
    ...(originId !== undefined && { originId }),
    ...(answered && { reply: answerTo(answered) }),
    ...(edited !== undefined && { edited }),
  };
}

/** What an answer to this message says of it. */
export function answerTo(message: Message): Answered {
  const { id, outgoing, body, file } = message;
  const text = file?.name ?? body;
  const cut = `${text.slice(0, EXCERPT_LENGTH).replace(HALF_A_PAIR_AT_THE_END, '')}…`;
  const excerpt = text.length > EXCERPT_LENGTH ? cut : text;
  return { message: id, outgoing, originId: originIdOf(message), excerpt };
}
