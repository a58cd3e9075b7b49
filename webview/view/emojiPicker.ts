import { t } from '../../src/base/l10n.ts';
import { el, setText } from './dom.ts';
import { type Emoji, findEmoji } from '../typing/findEmoji.ts';
import { onKey } from './keys.ts';

/** The purpose of picking an emoji. */
export interface EmojiPurpose {
  /** The accessible name of the picker. */
  readonly label: string;
  /** The emoji to offer first. */
  recent(): readonly string[];
  onPick(emoji: string): void;
  /** Called when the user closed the picker: the focus returns to where it was opened. */
  onLeave(): void;
}

/**
 * A search field above a grid of emoji. The focus stays in the field, and the arrow keys move
 * through the grid (the combobox pattern of WAI-ARIA, with a grid as its popup).
 */
export class EmojiPicker {
  readonly element: HTMLElement;
  readonly #load: () => Promise<readonly Emoji[]>;
  readonly #search = el('input', 'emoji-search', {
    type: 'text',
    role: 'combobox',
    placeholder: t('Search emoji'),
    'aria-label': t('Search emoji'),
    'aria-autocomplete': 'list',
    'aria-expanded': 'true',
    'aria-controls': 'emoji-list',
  });
  readonly #list = el('div', 'emoji-list', {
    id: 'emoji-list',
    role: 'listbox',
    'aria-label': t('Emoji'),
  });
  readonly #status = el('div', 'emoji-status', { role: 'status' });
  #all: readonly Emoji[] | undefined;
  #active: HTMLElement | undefined;
  #purpose: EmojiPurpose | undefined;

  /** @param load loads all emoji on first use */
  constructor(load: () => Promise<readonly Emoji[]>) {
    this.#load = load;
    this.element = el(
      'div',
      'emoji-picker',
      { role: 'dialog', hidden: '' },
      this.#search,
      this.#list,
      this.#status,
    );
    this.#search.addEventListener('input', () => {
      this.#render();
    });
    onKey(this.#search, (event) => {
      if (this.#press(event.key)) event.preventDefault();
    });
    // Keeps the focus in the field, or the picker would close before the click.
    this.#list.addEventListener('pointerdown', (event) => {
      event.preventDefault();
    });
    this.#list.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLElement && target !== this.#list) this.#pick(target);
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  async show(purpose: EmojiPurpose): Promise<void> {
    this.#purpose = purpose;
    this.element.setAttribute('aria-label', purpose.label);
    this.element.hidden = false;
    this.#search.value = '';
    this.#search.focus();
    if (this.#all) {
      this.#render();
      return;
    }
    setText(this.#status, t('Loading…'));
    try {
      this.#all = await this.#load();
    } catch {
      setText(this.#status, t('The emoji could not be loaded: close this tab and open it again.'));
      return;
    }
    this.#render();
  }

  hide(): void {
    this.element.hidden = true;
  }

  #leave(): void {
    this.hide();
    this.#purpose?.onLeave();
  }

  #render(): void {
    const found = findEmoji(this.#all ?? [], this.#search.value, this.#purpose?.recent() ?? []);
    this.#list.replaceChildren(
      ...found.map(([emoji, name], index) =>
        el(
          'span',
          'emoji',
          { id: `emoji-${index}`, role: 'option', 'aria-label': name, title: name },
          emoji,
        ),
      ),
    );
    this.#list.scrollTop = 0;
    this.#active = undefined;
    this.#search.removeAttribute('aria-activedescendant');
    if (found.length > 0) this.#activate(this.#list.firstElementChild);
    else setText(this.#status, t('No emoji found'));
  }

  /** @returns whether the key was handled */
  #press(key: string): boolean {
    switch (key) {
      case 'ArrowRight':
        return this.#activate(this.#active?.nextElementSibling);
      case 'ArrowLeft':
        return this.#activate(this.#active?.previousElementSibling);
      case 'ArrowDown':
        return this.#activate(this.#below(1));
      case 'ArrowUp':
        return this.#activate(this.#below(-1));
      case 'Enter':
        if (this.#active) this.#pick(this.#active);
        return true;
      case 'Escape':
        this.#leave();
        return true;
      case 'Tab':
        // The field is the only tab stop while the picker is open.
        return true;
      default:
        return false;
    }
  }

  /** Moves to an option; at an edge of the grid, does nothing. */
  #activate(option: Element | null | undefined): boolean {
    if (!(option instanceof HTMLElement)) return true;
    this.#active?.removeAttribute('aria-selected');
    this.#active = option;
    option.setAttribute('aria-selected', 'true');
    this.#search.setAttribute('aria-activedescendant', option.id);
    setText(this.#status, option.title);
    option.scrollIntoView({ block: 'nearest' });
    return true;
  }

  /** The emoji `rows` further down in its column; the number of columns depends on the width. */
  #below(rows: 1 | -1): Element | undefined {
    const columns = getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
    const options = [...this.#list.children];
    const at = this.#active ? options.indexOf(this.#active) : -1;
    return options[at + rows * columns];
  }

  #pick(option: HTMLElement): void {
    this.#leave();
    this.#purpose?.onPick(option.textContent);
  }
}
