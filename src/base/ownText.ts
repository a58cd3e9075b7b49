/** V8 copies shorter parts of a text anyway. */
const COPIED = 13;

/**
 * A copy of a text that may be a part of a much larger one, such as of what one read from the network
 * brought: V8 keeps the whole as long as any part of it is used. Joining two texts and cutting off the
 * first copies the second.
 */
export function ownText(text: string): string {
  return text.length < COPIED ? text : ` ${text}`.slice(1);
}
