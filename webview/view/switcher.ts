import { formatNumber, t } from '../../src/base/l10n.ts';
import type { PanelPort } from '../port.ts';
import { createIconButton } from '../toolkit.ts';
import { el, name, setText, toggle } from './dom.ts';
import { withChord } from './keys.ts';

/** Highest count that is shown as a number. */
const MAX_SHOWN = 99;

/** The button in the head of the view that leads to other chats, with what is unread in them. */
export class Switcher {
  readonly element: HTMLElement;
  readonly #button: HTMLElement;
  readonly #count = el('span', 'switcher-count', { 'aria-hidden': 'true', hidden: '' });

  constructor(panel: PanelPort) {
    this.#button = createIconButton('list-unordered', t('Go to Chat…'), () => {
      panel.tell({ type: 'goToChat' });
    });
    this.element = el('div', 'switcher', {}, this.#button, this.#count);
  }

  /** @param unread the number of unread messages in all other chats */
  render(unread: number): void {
    const label =
      unread > 0
        ? t('Go to Chat… ({count} unread in others)', { count: formatNumber(unread) })
        : t('Go to Chat…');
    name(this.#button, label, withChord(label, 'C'));
    setText(this.#count, unread > MAX_SHOWN ? `${MAX_SHOWN}+` : String(unread));
    toggle(this.#count, unread > 0);
  }
}
