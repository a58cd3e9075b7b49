/** Bytes of a file name that every file system takes, with room for a suffix of ours. */
const MAX_BYTES = 200;
/** Names that Windows keeps for devices, with spaces after them and any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/iu;
/**
 * Separators, characters no Windows name may have, controls, and what cannot be seen but for joiners and
 * variants.
 */
const UNSAFE =
  /[\\/:*?"<>|\p{Cc}\p{Cs}\u2800]|(?![\u200c\u200d\p{Variation_Selector}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** More marks than any letter has: heaped upon one they cover what is around it. */
const HEAPED = /(\p{M}{6})\p{M}+/gu;

/**
 * Makes one harmless base name, by the rules of all platforms, of whatever another side calls its
 * file. Result: never empty, no path, no device, at most 200 bytes of UTF-8; the extension is kept.
 */
export function safeFileName(name: string): string {
  const decoded = name.replace(/%(?:2f|5c)/giu, '/').normalize('NFC');
  const base = decoded.split(/[\\/]/u).at(-1) ?? '';
  const clean = base
    .replace(UNSAFE, '_')
    .replace(HEAPED, '$1')
    .replace(/^[\s.]+|[\s.]+$/gu, '')
    // A program would take it for one of its options.
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
