import { initialOf } from '../../src/base/initial.ts';
import { el } from './dom.ts';
import { hueOf } from '../../src/base/hue.ts';

/**
 * The picture of a contact, occupant or room, or else the initial of `name` on a colour derived from who it is.
 * Decorative: the name is beside it.
 *
 * As in XEP-0392 §5, the colour is the same everywhere, and that of the name where names have one.
 *
 * @param id a bare JID, or the author in a room
 * @param picture its address within the page
 */
export function renderAvatar(name: string, id: string, picture?: string): HTMLElement {
  const avatar = el('span', 'avatar', { 'aria-hidden': 'true' });
  avatar.style.setProperty('--hue', String(hueOf(id)));
  // Drawn by the style sheet: text would count for the name of what contains it.
  if (picture === undefined) avatar.dataset['initial'] = initialOf(name);
  else avatar.append(el('img', 'avatar-picture', { src: picture, alt: '' }));
  return avatar;
}
