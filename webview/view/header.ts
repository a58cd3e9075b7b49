import type { ChatView } from '../../src/api/views.ts';
import { el } from './dom.ts';
import { presenceLabel, renderPresence } from './presence.ts';
import { makeVisible } from './visible.ts';

/** Who the chat is with: presence, name and status message; and what can be done with the chat. */
export class HeaderView {
  readonly element: HTMLElement;
  readonly #who = el('div', 'header-who');
  #shown: ChatView | undefined;

  /** @param actions the buttons at its end */
  constructor(...actions: readonly HTMLElement[]) {
    this.element = el('header', 'header', {}, this.#who, ...actions);
  }

  render(head: ChatView | undefined): void {
    if (!head || head === this.#shown) return;
    this.#shown = head;
    const status = makeVisible(head.status) || presenceLabel(head.show);
    this.#who.replaceChildren(
      renderPresence(head.show),
      el('h1', 'header-name', { dir: 'auto', title: head.id }, makeVisible(head.name)),
      el('span', 'header-status', { dir: 'auto', title: status }, status),
    );
  }
}
