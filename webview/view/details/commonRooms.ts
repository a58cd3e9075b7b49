import type { CommonRoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { compareNames } from '../../../src/base/compareNames.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { el, icon, rowButton } from '../dom.ts';

/** The rooms that a contact is in together with us, by name. */
export function renderRooms(
  rooms: readonly CommonRoomView[],
  open: (room: string) => void,
): HTMLElement {
  const sorted = [...rooms].sort((a, b) => compareNames(a.name, b.name));
  const rows = sorted.map(({ id, name, nick }) => {
    const button = rowButton(name, 'details-row-name', () => {
      open(id);
    });
    button.removeAttribute('tabindex');
    button.setAttribute('title', makeVisible(shownAddress(id)));
    const about = el('span', 'details-muted', { dir: 'auto' }, t('as {nick}', { nick }));
    return el('li', 'details-row', {}, icon('comment-discussion'), button, about);
  });
  return el('ul', 'details-list', {}, ...rows);
}
