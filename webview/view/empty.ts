import { shownAddress } from '../../src/base/shownAddress.ts';
import type { ChatView } from '../../src/api/views.ts';
import { renderAvatar } from './avatar.ts';
import { el } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';

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
    const reach = head.room
      ? 'Read by everyone in the room, and e'
      : head.occupant
        ? `Read by ${makeVisible(head.occupant.nick)} alone, not by the others in the room, and e`
        : 'E';
    this.element.replaceChildren(
      renderAvatar(head.name, head.id, picture),
      el('h2', 'empty-name', { dir: 'auto' }, name),
      el('p', 'empty-jid', {}, el('bdi', '', {}, makeVisible(shownAddress(head.id)))),
      el('p', '', {}, `${reach}ncrypted on the way to the servers, but not end to end.`),
      el('p', '', {}, 'Drop a file with Shift held, paste a picture, or type below to say hello.'),
    );
  }
}

/** Placeholder lines while the first page is loading. */
export function renderSkeleton(): HTMLElement {
  const lines = ['long', 'short', 'long', 'middle'].map((width) =>
    el('div', `skeleton-line skeleton-${width}`),
  );
  return el('div', 'skeleton', { role: 'status', 'aria-label': 'Loading messages' }, ...lines);
}
