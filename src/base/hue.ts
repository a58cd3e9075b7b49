/**
 * The hue of a name, in degrees: a whole number from 0 to 359, the same for the same author. As in
 * XEP-0392 §5.1 it is derived from the author alone; what identifies one in a room is known to this
 * client only, so its hash need not be SHA-1. Saturation and lightness
 * are those of the place.
 */
export function hueOf(sender: string): number {
  return hash(sender) % 360;
}

/** FNV-1a, 32 bits, of the text in UTF-8. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}
