import type { Sentences } from '../../api/say.ts';

/**
 * What a page can say, without the translations of all other texts, which are as much as its code.
 * @param texts of the page, as the build lists them
 */
export function pageSentences(texts: readonly string[], sentences: Sentences): Sentences {
  const { bundle } = sentences;
  if (!bundle) return sentences;
  const own = new Set(texts);
  const used = Object.entries(bundle).filter(([text]) => own.has(text));
  return { ...sentences, bundle: Object.fromEntries(used) };
}
