export interface LogKeysOptions {
  /** The message so many further down than this one, brought into sight. */
  neighbour(row: HTMLElement, step: number): HTMLElement | undefined;
  /** The oldest or the newest message, brought into sight. */
  edge(which: 'first' | 'last'): HTMLElement | undefined;
  /** The reader wants to go back to the input. */
  leave(): void;
}

/** The keyboard in the log: arrows move between messages and their buttons, Enter acts. */
export class LogKeys {
  readonly #options: LogKeysOptions;

  constructor(options: LogKeysOptions) {
    this.#options = options;
  }

  handle(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const row = target?.closest<HTMLElement>('.message');
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (this.#act(event.key, row, target)) event.preventDefault();
  }

  /** Whether the key meant something here. */
  #act(key: string, row: HTMLElement, target: HTMLElement | undefined): boolean {
    switch (key) {
      case 'ArrowUp':
        return moveFocus(this.#options.neighbour(row, -1));
      case 'ArrowDown':
        return moveFocus(this.#options.neighbour(row, 1));
      case 'Home':
        return moveFocus(this.#options.edge('first'));
      case 'End':
        return moveFocus(this.#options.edge('last'));
      case 'ArrowRight':
        return focusControl(row, target, 1);
      case 'ArrowLeft':
        return focusControl(row, target, -1);
      case 'Enter':
        return enter(row, target);
      case 'Escape':
        this.#options.leave();
        return true;
      default:
        return false;
    }
  }
}

function moveFocus(to: HTMLElement | undefined): boolean {
  to?.focus({ preventScroll: true });
  return to !== undefined;
}

/** Left and right go through a message's buttons and links, and back to the message. */
function focusControl(row: HTMLElement, from: HTMLElement | undefined, step: 1 | -1): boolean {
  const controls = [...row.querySelectorAll<HTMLElement>('.row-button, .link')];
  const stops = [row, ...controls.filter((control) => control.checkVisibility())];
  const at = from ? stops.indexOf(from) : 0;
  const next = stops.at((at + step) % stops.length);
  if (!next || next === row) row.focus();
  else next.focus();
  return stops.length > 1;
}

/** On a message, its main action: Retry, Save, or its first link. On a control, that. */
function enter(row: HTMLElement, target: HTMLElement | undefined): boolean {
  const control =
    target === row
      ? (row.querySelector<HTMLElement>('.failure .primary-action') ??
        row.querySelector<HTMLElement>('.primary-action, .link'))
      : target;
  control?.click();
  return control !== undefined && control !== null;
}
