import { shownAddress } from '../../src/base/shownAddress.ts';
import { t } from '../../src/base/l10n.ts';
import type { ChatStore } from '../store.ts';
import { createIconButton } from '../toolkit.ts';
import { toggle } from './dom.ts';
import { hasAddress, type HeaderHead, HeaderView } from './header.ts';

export interface ChatHeaderOptions {
  /** The button at its beginning, if there is one. */
  readonly first: HTMLElement | undefined;
  onFind(): void;
  onJumpToDate(): void;
  onDetails(): void;
}

/** The header of a chat, with its buttons; also while nothing is known of the chat. */
export class ChatHeader {
  readonly #store: ChatStore;
  readonly #details: HTMLElement;
  readonly #view: HeaderView;
  /** The contact's name, as last known. */
  #name = '';

  constructor(store: ChatStore, options: ChatHeaderOptions) {
    this.#store = store;
    this.#details = createIconButton('account', t('Contact Details'), () => {
      options.onDetails();
    });
    this.#view = new HeaderView(
      options.first,
      createIconButton('search', t('Find in Chat (Ctrl+F)'), () => {
        options.onFind();
      }),
      createIconButton('calendar', t('Jump to Date'), () => {
        options.onJumpToDate();
      }),
      this.#details,
    );
  }

  get element(): HTMLElement {
    return this.#view.element;
  }

  /**
   * @param picture the avatar, as its address within the page
   * @param room what is shown instead for a room
   */
  render(picture: string | undefined, room: HTMLElement | undefined): void {
    const { head, trouble } = this.#store;
    this.#view.render(head ?? (trouble && this.#absentHead()), picture, room);
    toggle(this.#details, hasAddress(head));
    if (head) this.#name = head.name;
  }

  #absentHead(): HeaderHead {
    const { chat } = this.#store.of;
    return { id: chat, name: this.#name || shownAddress(chat), show: 'offline', status: '' };
  }
}
