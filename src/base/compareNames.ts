import { sortingLanguage } from './l10n.ts';

const OPTIONS = { sensitivity: 'base' } as const;

/** Shared: constructing one takes longer than comparing. */
let collator: Intl.Collator | undefined;
let collatorOf: string | undefined;

/** Compares names by the rules of the editor's language. */
export function compareNames(a: string, b: string): number {
  const language = sortingLanguage();
  if (!collator || language !== collatorOf) {
    collator = makeCollator(language);
    collatorOf = language;
  }
  return collator.compare(a, b);
}

/** The editor takes whatever it is started with for its language. */
function makeCollator(language: string | undefined): Intl.Collator {
  try {
    return new Intl.Collator(language, OPTIONS);
  } catch {
    return new Intl.Collator(undefined, OPTIONS);
  }
}
