import { el, rowButton } from './dom.ts';
import { onKey } from './keys.ts';

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** A menu over the tab, by the pattern of WAI-ARIA: arrows move, Enter chooses, Escape closes. */
export class PopupMenu {
  readonly element = el('div', 'popup-menu', { role: 'menu', hidden: '' });
  #items: readonly HTMLElement[] = [];
  #leave: () => void = () => undefined;

  constructor() {
    onKey(this.element, (event) => {
      if (this.#press(event.key)) event.preventDefault();
      event.stopPropagation();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.#hide();
    });
  }

  /**
   * @param anchor the element below which it opens
   * @param leave returns the focus to where it was
   */
  open(label: string, items: readonly MenuItem[], anchor: Element, leave: () => void): void {
    this.#leave = leave;
    this.element.setAttribute('aria-label', label);
    this.#items = items.map((item) => {
      const button = rowButton(item.label, 'menu-item', () => {
        this.#close();
        item.run();
      });
      button.setAttribute('role', 'menuitem');
      return button;
    });
    this.element.replaceChildren(...this.#items);
    this.element.hidden = false;
    this.#place(anchor);
    this.#items[0]?.focus();
  }

  #place(anchor: Element): void {
    const at = anchor.getBoundingClientRect();
    const { width, height } = this.element.getBoundingClientRect();
    const left = Math.max(0, Math.min(at.left, window.innerWidth - width));
    const top = Math.max(0, Math.min(at.bottom, window.innerHeight - height));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top}px`;
  }

  /** @returns whether the key was handled */
  #press(key: string): boolean {
    const at = this.#items.findIndex((item) => item === document.activeElement);
    const last = this.#items.length - 1;
    switch (key) {
      case 'ArrowDown':
        return this.#focus(at === last ? 0 : at + 1);
      case 'ArrowUp':
        return this.#focus(at <= 0 ? last : at - 1);
      case 'Home':
        return this.#focus(0);
      case 'End':
        return this.#focus(last);
      case 'Escape':
      case 'Tab':
        this.#close();
        return true;
      default:
        return false;
    }
  }

  #focus(index: number): boolean {
    this.#items[index]?.focus();
    return true;
  }

  #close(): void {
    this.#hide();
    this.#leave();
  }

  #hide(): void {
    this.element.hidden = true;
  }
}
