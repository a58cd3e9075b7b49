/** The selectors of text and of emoji presentation (UTS #51 §1.4.3). */
const PRESENTATIONS = /[\uFE0E\uFE0F]/gu;

/**
 * A key that is equal for an emoji with emoji presentation, with text presentation and without
 * either: clients differ in which of them they send.
 */
export function emojiKey(emoji: string): string {
  return emoji.replace(PRESENTATIONS, '');
}
