import type { DirectoryView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';

const KINDS: Readonly<Record<DirectoryView['kind'], (() => string) | undefined>> = {
  users: undefined,
  accounts: () => t('all accounts, as administrator'),
  rooms: () => t('rooms'),
  gateway: () => t('gateway'),
};

export interface DirectoryPickerOptions {
  readonly onChoose: (directory: string) => void;
  /** Called to find the directories of a server; of the account's own without one. */
  readonly onLook: (server?: string) => void;
}

/** Which directory is searched, and how others are found. */
export class DirectoryPicker {
  readonly element: HTMLElement;
  readonly #select = el('select', 'field-input', { 'aria-label': t('Directory') });
  readonly #server = el('input', 'field-input', {
    type: 'text',
    spellcheck: 'false',
    placeholder: t('server.org'),
    'aria-label': t('Address of another server'),
  });
  readonly #other: HTMLElement;
  readonly #own: HTMLElement;
  #shown: readonly DirectoryView[] | undefined;

  constructor({ onChoose, onLook }: DirectoryPickerOptions) {
    const look = () => {
      const server = this.#server.value.trim();
      if (server !== '') onLook(server);
    };
    this.#other = el(
      'div',
      'picker-other',
      { hidden: '' },
      this.#server,
      createButton(t('Find'), look),
    );
    this.#own = createButton(t('Own Server'), () => {
      toggle(this.#other, false);
      onLook();
    });
    const toOther = createButton(t('Other Server…'), () => {
      const isOpening = this.#other.hasAttribute('hidden');
      toggle(this.#other, isOpening);
      if (isOpening) this.#server.focus();
    });
    this.element = el('div', 'bar picker', {}, this.#select, toOther, this.#own, this.#other);
    this.#select.addEventListener('change', () => {
      onChoose(this.#select.value);
    });
    onKey(this.#server, (event) => {
      if (event.key === 'Enter') look();
      else if (event.key === 'Escape') toggle(this.#other, false);
      else return;
      event.preventDefault();
    });
  }

  /** @param server the one whose directories they are; `undefined` for the account's own */
  render(
    directories: readonly DirectoryView[] | undefined,
    chosen: DirectoryView | undefined,
    server: string | undefined,
  ): void {
    toggle(this.#own, server !== undefined);
    toggle(this.#select, directories !== undefined);
    if (this.#shown !== directories) {
      this.#shown = directories;
      const options = directories?.map((one) => el('option', '', { value: one.id }, nameOf(one)));
      this.#select.replaceChildren(...(options ?? []));
    }
    if (chosen) this.#select.value = chosen.id;
  }
}

/** What a directory is called in texts. */
export function nameOf({ id, name, kind }: DirectoryView): string {
  const named = name === '' ? makeVisible(id) : `${makeVisible(name)} (${makeVisible(id)})`;
  const what = KINDS[kind];
  return what ? `${named}: ${what()}` : named;
}
