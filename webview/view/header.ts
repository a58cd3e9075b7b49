import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { el, icon } from './dom.ts';
import { presenceLabel, renderPresence } from './presence.ts';

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
    const name = el(
      'h1',
      'header-name',
      { dir: 'auto', title: makeVisible(head.id) },
      makeVisible(head.name),
    );
    const parts = [
      renderPresence(head.show),
      name,
      head.resembles === undefined ? undefined : renderWarning(head.resembles),
      el('span', 'header-status', { dir: 'auto', title: status }, status),
    ];
    this.#who.replaceChildren(...parts.filter((part) => part !== undefined));
  }
}

/** Said of who could be taken for a contact. */
function renderWarning(resembles: string): HTMLElement {
  const text = `is not ${makeVisible(resembles)}!`;
  return el('strong', 'header-warning', { title: text }, icon('warning'), ` ${text}`);
}
