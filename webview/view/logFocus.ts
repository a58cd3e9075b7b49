import type { MessageView } from '../../src/api/views.ts';
import { isShown } from './dom.ts';
import { onKey } from './keys.ts';
import { LogKeys } from './logKeys.ts';
import type { VirtualList } from './virtualList.ts';

export interface LogFocusOptions {
  /** The element with the rows. */
  readonly list: HTMLElement;
  readonly virtual: VirtualList;
  /** The elements above the first message, and below the last one. */
  readonly older: HTMLElement;
  readonly newer: HTMLElement;
  /** Called to return to the input. */
  onLeave(): void;
}

/** Which message has the focus: moved by keys, and kept near when its row goes. */
export class LogFocus {
  readonly #options: LogFocusOptions;
  /** The message that gets the focus if the focused one is removed. */
  #heir: string | undefined;

  constructor(options: LogFocusOptions) {
    const { list, virtual } = options;
    this.#options = options;
    const keys = new LogKeys({
      neighbour: (row, step) => {
        const index = virtual.indexOf(row.dataset['id'] ?? '');
        return index === undefined ? undefined : virtual.reveal(index + step);
      },
      edge: (which) => virtual.reveal(which === 'first' ? 0 : virtual.count - 1),
      leave: () => {
        options.onLeave();
      },
    });
    onKey(list, (event) => {
      keys.handle(event);
    });
  }

  /** The id of the message that has the focus, or something in it. */
  get message(): string | undefined {
    const row = document.activeElement?.closest<HTMLElement>('.message');
    return row && this.#options.list.contains(row) ? row.dataset['id'] : undefined;
  }

  /** Focuses a message. @returns false if it is not loaded */
  moveTo(message: string): boolean {
    const { virtual } = this.#options;
    const index = virtual.indexOf(message);
    const row = index === undefined ? undefined : virtual.reveal(index);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  /**
   * Moves the focus from a removed element to its replacement: the same control in its message, the
   * message, or a neighbour.
   * @param path the element that had the focus, and its ancestors, innermost first
   * @returns false if there is no replacement
   */
  replace(path: readonly Element[]): boolean {
    const { list, virtual, older, newer } = this.#options;
    const id = path.find((each) => each.matches('.message'))?.getAttribute('data-id');
    const rows = [...list.querySelectorAll<HTMLElement>('.message')];
    let row: HTMLElement | undefined;
    if (id !== undefined && id !== null) {
      const place = virtual.indexOf(id) === undefined ? (this.#heir ?? '') : id;
      const index = virtual.indexOf(place) ?? -1;
      row = rows.find((each) => each.dataset['id'] === place) ?? virtual.reveal(index);
    } else if (path.includes(older)) [row] = rows;
    else if (path.includes(newer)) row = rows.at(-1);
    if (!row || !isShown(row)) return false;
    (likeIn(row, path[0]) ?? row).focus({ preventScroll: true });
    return true;
  }

  /** Must be called before the messages change: where the focused one goes, the nearest follows. */
  prepare(before: readonly MessageView[], after: readonly MessageView[]): void {
    const focused = this.message;
    if (focused === undefined) return;
    const at = before.findIndex(({ id }) => id === focused);
    const left = new Set(after.map(({ id }) => id));
    const stays = ({ id }: MessageView) => left.has(id);
    const heir = before.slice(at).find(stays) ?? before.slice(0, at).findLast(stays);
    this.#heir = heir?.id ?? this.#heir;
  }
}

/** The counterpart of a control in a row: a reaction's button, or the collapse button. */
function likeIn(row: HTMLElement, gone: Element | undefined): HTMLElement | null | undefined {
  if (gone?.matches('.fold') === true) return row.querySelector<HTMLElement>('.fold');
  const emoji = gone?.getAttribute('data-emoji') ?? '';
  const chips = [...row.querySelectorAll<HTMLElement>('.reaction')];
  return emoji === '' ? undefined : chips.find((chip) => chip.dataset['emoji'] === emoji);
}
