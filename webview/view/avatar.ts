import { graphemeAt } from '../../src/base/graphemes.ts';
import { el } from './dom.ts';

/** Number of avatar colours defined in avatar.css. */
const COLOURS = 6;

/** The initial of `name` on a colour derived from the JID. Decorative: the name is beside it. */
export function renderAvatar(name: string, jid: string): HTMLElement {
  const at = name.search(/[\p{L}\p{N}]/u);
  const initial = at < 0 ? '?' : graphemeAt(name, at).toUpperCase();
  return el('span', `avatar avatar-${hash(jid) % COLOURS}`, { 'aria-hidden': 'true' }, initial);
}

/**
 * As in XEP-0392 §5, the colour is derived from the address alone and so is the same everywhere;
 * the palette is the theme's instead of a hue angle, for its contrast. The hash is FNV-1a, 32 bits.
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}
