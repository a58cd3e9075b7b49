import type { PrivateChatView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, icon, setText, toggle } from '../dom.ts';
import { privateState } from './privateState.ts';

export interface PrivateLineOptions {
  onJoin(): void;
  /** The user accepts the occupant who has the nick now. */
  onAccept(): void;
  /** Opens the chat with another occupant. */
  onWriteTo(nick: string): void;
}

/** Shows why nothing can be written to an occupant, and the buttons that can change it. */
export class PrivateLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly #join: HTMLElement;
  readonly #accept: HTMLElement;
  readonly #other: HTMLElement;
  readonly element: HTMLElement;
  #newNick = '';

  constructor(options: PrivateLineOptions) {
    this.#join = createButton(t('Join Room…'), () => {
      options.onJoin();
    });
    this.#accept = createButton(t('Write Anyway'), () => {
      options.onAccept();
    });
    this.#other = createButton('', () => {
      options.onWriteTo(this.#newNick);
    });
    this.element = el(
      'div',
      'line line-warning private-line',
      { role: 'status', hidden: '' },
      icon('person'),
      this.#text,
      this.#join,
      this.#other,
      this.#accept,
    );
  }

  /** @param occupant absent in other chats, and while another line says why nothing arrives */
  render(occupant: PrivateChatView | undefined): void {
    const state = occupant && privateState(occupant);
    toggle(this.element, state !== undefined);
    if (!state) return;
    this.#newNick = state.newNick ?? '';
    setText(this.#text, makeVisible(state.text));
    setText(this.#other, makeVisible(t('Write to {nick}', { nick: this.#newNick })));
    toggle(this.#join, state.mayJoin);
    toggle(this.#accept, state.mayAccept);
    toggle(this.#other, this.#newNick !== '');
  }
}
