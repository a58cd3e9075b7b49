import { graphemeAt } from '../../src/base/graphemes.ts';
import { el } from './dom.ts';

/** How many avatar colours avatar.css knows. */
const COLOURS = 6;

/** The initial of `name` on a colour that stays with the JID. Decoration: the name stands beside. */
export function renderAvatar(name: string, jid: string): HTMLElement {
  const at = name.search(/[\p{L}\p{N}]/u);
  const initial = at < 0 ? '?' : graphemeAt(name, at).toUpperCase();
  return el('span', `avatar avatar-${hash(jid) % COLOURS}`, { 'aria-hidden': 'true' }, initial);
}

/**
 * Like XEP-0392 §5, the colour follows from the address alone and so is the same everywhere; the
 * palette is the theme's instead of a hue angle, for its contrast. The hash is FNV-1a, 32 bits.
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}
