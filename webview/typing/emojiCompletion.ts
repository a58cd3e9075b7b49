import { fold } from '../../src/base/fold.ts';
import { t } from '../../src/base/l10n.ts';
import { type Emoji, findEmoji } from './findEmoji.ts';
import type { Completion, Place, Proposal } from './completion.ts';

/** Two letters at least, so that a smiley made of signs stays one. */
const NAME = /(?:^|[\s(])(:([\p{L}\p{N}_+-]{2,40}):?)$/u;
/** As many as show at once. */
const MAX_PROPOSALS = 10;

/**
 * The emoji of the name that is typed after a colon.
 * @param load loads all emoji on first use
 * @param insert puts an emoji in the place of its name
 */
export function emojiCompletion(
  text: string,
  caret: number,
  load: () => Promise<readonly Emoji[]>,
  insert: (place: Place, emoji: string) => void,
): Completion | undefined {
  const [, typed, query] = NAME.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined || query === undefined) return undefined;
  return {
    label: t('Emoji'),
    place: { start: caret - typed.length, end: caret },
    proposals: load().then(
      (all) =>
        proposeEmoji(all, query).map(([emoji, detail]): Proposal => ({
          label: emoji,
          detail,
          insert: (place) => {
            insert(place, emoji);
          },
        })),
      // Without them the text stays as it is typed; the picker says what is wrong.
      () => [],
    ),
  };
}

/** Those whose name begins so are first. */
export function proposeEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = fold(query).replaceAll(/[_-]/gu, ' ').trim();
  const rank = ([, name]: Emoji) => {
    const folded = fold(name);
    return folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : 2;
  };
  return [...findEmoji(all, wanted, [])].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_PROPOSALS);
}
