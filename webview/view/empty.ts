import { shownAddress } from '../../src/base/shownAddress.ts';
import type { ChatView } from '../../src/api/views.ts';
import { renderAvatar } from './avatar.ts';
import { el } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

/** Shown instead of an empty log: the contact, and how the chat is encrypted. */
export class EmptyView {
  readonly element = el('div', 'empty', { hidden: '' });
  #shown: string | undefined;

  /** @param picture the avatar, as its address within the page */
  render(head: ChatView | undefined, picture: string | undefined): void {
    if (!head) return;
    const shown = `${picture ?? ''} ${head.name}`;
    if (this.#shown === shown) return;
    this.#shown = shown;
    const name = makeVisible(head.name);
    this.element.replaceChildren(
      renderAvatar(head.name, head.id, picture),
      el('h2', 'empty-name', { dir: 'auto' }, name),
      el('p', 'empty-jid', {}, el('bdi', '', {}, makeVisible(shownAddress(head.id)))),
      el('p', '', {}, reachOf(head)),
      el(
        'p',
        '',
        {},
        t('Drop a file with Shift held, paste a picture, or type below to say hello.'),
      ),
    );
  }
}

/** Who can read what is written here. */
function reachOf({ occupant, room }: ChatView): string {
  if (room)
    return t(
      'Read by everyone in the room, and encrypted on the way to the servers, but not end to end.',
    );
  return occupant
    ? t(
        'Read by {nick} alone, not by the others in the room, and encrypted on the way to the servers, but not end to end.',
        { nick: makeVisible(occupant.nick) },
      )
    : t('Encrypted on the way to the servers, but not end to end.');
}

/** Placeholder lines while the first page is loading. */
export function renderSkeleton(): HTMLElement {
  const lines = ['long', 'short', 'long', 'middle'].map((width) =>
    el('div', `skeleton-line skeleton-${width}`),
  );
  return el('div', 'skeleton', { role: 'status', 'aria-label': t('Loading messages') }, ...lines);
}
