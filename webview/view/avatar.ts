import { graphemeAt } from '../../src/base/graphemes.ts';
import { el } from './dom.ts';
import { hash } from './senderHue.ts';

/** Number of avatar colours defined in avatar.css. */
const COLOURS = 6;

/**
 * The picture of somebody, or else the initial of `name` on a colour derived from who it is.
 * Decorative: the name is beside it.
 *
 * As in XEP-0392 §5, the colour is the same everywhere; the palette is the theme's instead of a hue
 * angle, for its contrast.
 *
 * @param id a bare JID, or the author in a room
 * @param picture its address within the page
 */
export function renderAvatar(name: string, id: string, picture?: string): HTMLElement {
  const className = `avatar avatar-${hash(id) % COLOURS}`;
  const attributes = { 'aria-hidden': 'true' };
  if (picture !== undefined) {
    return el(
      'span',
      className,
      attributes,
      el('img', 'avatar-picture', { src: picture, alt: '' }),
    );
  }
  const at = name.search(/[\p{L}\p{N}]/u);
  const initial = at < 0 ? '?' : graphemeAt(name, at).toUpperCase();
  return el('span', className, attributes, initial);
}
