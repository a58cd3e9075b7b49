import { isWide } from './tabStops.ts';

export interface LogKeysOptions {
  /** Returns the message `step` rows further down, scrolled into view. */
  neighbour(row: HTMLElement, step: number): HTMLElement | undefined;
  /** Returns the oldest or the newest message, scrolled into view. */
  edge(which: 'first' | 'last'): HTMLElement | undefined;
  /** Returns to the input. */
  leave(): void;
}

/** Keyboard navigation: arrows move between messages and their buttons, Enter activates. */
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

  /** @returns whether the key was handled */
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
        return !canScroll(target, 1) && focusControl(row, target, 1);
      case 'ArrowLeft':
        return !canScroll(target, -1) && focusControl(row, target, -1);
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

/** Whether this is code that can scroll in that direction: the browser does that. */
function canScroll(target: HTMLElement | undefined, step: 1 | -1): boolean {
  if (target?.matches('.code') !== true) return false;
  const { scrollLeft, scrollWidth, clientWidth } = target;
  return step < 0 ? scrollLeft > 0 : Math.ceil(scrollLeft) < scrollWidth - clientWidth;
}

/** Left and right cycle through a message's buttons, links and wide code, and the message. */
function focusControl(row: HTMLElement, from: HTMLElement | undefined, step: 1 | -1): boolean {
  const controls = [...row.querySelectorAll<HTMLElement>('.row-button, .link, .code')];
  const canBeUsed = (control: HTMLElement) =>
    control.checkVisibility() && (!control.matches('.code') || isWide(control));
  const stops = [row, ...controls.filter(canBeUsed)];
  const at = from ? stops.indexOf(from) : 0;
  const next = stops.at((at + step) % stops.length);
  if (!next || next === row) row.focus();
  else next.focus();
  return stops.length > 1;
}

/** Activates a message's main action (Retry, Save, or its first link), or the focused control. */
function enter(row: HTMLElement, target: HTMLElement | undefined): boolean {
  const control =
    target === row
      ? (row.querySelector<HTMLElement>('.failure .primary-action') ??
        row.querySelector<HTMLElement>('.primary-action, .link'))
      : target;
  control?.click();
  return control !== undefined && control !== null;
}
