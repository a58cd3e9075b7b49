/** Maximum length of a file name in bytes, valid on every file system, with room for a suffix. */
const MAX_BYTES = 200;
/** Names that Windows reserves for devices, with trailing spaces and any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/iu;
/**
 * Separators, characters that Windows forbids, controls, and invisible characters except joiners
 * and variation selectors.
 */
const UNSAFE =
  /[\\/:*?"<>|\p{Cc}\p{Cs}\u2800]|(?![\u200c\u200d\p{Variation_Selector}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/**
 * Characters that must not begin or end a name: a name of joiners alone would be invisible, and marks
 * without a letter would be drawn upon what is before the name.
 */
const EDGES = /^[\s.\u200c\u200d\p{M}]+|[\s.\u200c\u200d]+$/gu;
/** More combining marks than any letter has: stacked, they cover the text around them. */
const HEAPED = /(\p{M}{6})\p{M}+/gu;

/**
 * Makes a safe base name, by the rules of all platforms, of any file name received from others.
 * @returns no path, no device, not empty, at most 200 bytes of UTF-8; preserves the extension
 */
export function safeFileName(name: string): string {
  const decoded = name.replace(/%(?:2f|5c)/giu, '/').normalize('NFC');
  const base = decoded.split(/[\\/]/u).at(-1) ?? '';
  const clean = base
    .replace(UNSAFE, '_')
    .replace(HEAPED, '$1')
    .replace(EDGES, '')
    // Programs would parse it as an option.
    .replace(/^-/u, '_')
    .replace(/\s+/gu, ' ');
  const named = clean === '' ? 'file' : clean;
  return shorten(DEVICE.test(named) ? `_${named}` : named);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  let stem = '';
  let left = MAX_BYTES - Buffer.byteLength(extension);
  for (const character of name) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    stem += character;
  }
  return extension === '' ? stem.replace(/[\s.]+$/u, '') : stem + extension;
}
