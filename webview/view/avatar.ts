import { graphemeAt } from '../../src/base/graphemes.ts';
import { el } from './dom.ts';
import { hash } from './senderHue.ts';

/** Number of avatar colours defined in avatar.css. */
const COLOURS = 6;

/**
 * The initial of `name` on a colour derived from who it is. Decorative: the name is beside it.
 *
 * As in XEP-0392 §5, the colour is the same everywhere; the palette is the theme's instead of a hue
 * angle, for its contrast.
 *
 * @param id a bare JID, or the author in a room
 */
export function renderAvatar(name: string, id: string): HTMLElement {
  const at = name.search(/[\p{L}\p{N}]/u);
  const initial = at < 0 ? '?' : graphemeAt(name, at).toUpperCase();
  return el('span', `avatar avatar-${hash(id) % COLOURS}`, { 'aria-hidden': 'true' }, initial);
}
