import { graphemeAt } from './graphemes.ts';

/** The first letter or digit of a name, as a capital; `?` if there is none. */
export function initialOf(name: string): string {
  const at = name.search(/[\p{L}\p{N}]/u);
  return at < 0 ? '?' : graphemeAt(name, at).toUpperCase();
}
