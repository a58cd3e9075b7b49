/** Bytes of a file name that every file system takes, with room for a suffix of ours. */
const MAX_BYTES = 200;
/** Names that Windows keeps for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/iu;
/** Separators, characters no Windows name may have, controls, and marks that turn the reading direction. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Makes one harmless base name, by the rules of all platforms, of whatever another side calls its
 * file. Result: never empty, no path, no device, at most 200 bytes of UTF-8; the extension is kept.
 */
export function safeFileName(name: string): string {
  const decoded = name.replace(/%(?:2f|5c)/giu, '/').normalize('NFC');
  const base = decoded.split(/[\\/]/u).at(-1) ?? '';
  const clean = base
    .replace(UNSAFE, '_')
    .replace(/^[\s.]+|[\s.]+$/gu, '')
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
  return stem + extension;
}
