import type { Emoji } from './findEmoji.ts';

/** Loads all emoji, once for the whole page. */
export async function loadEmoji(): Promise<readonly Emoji[]> {
  return (await import('parley:emoji')).default;
}
