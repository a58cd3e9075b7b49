/** The keyboard in the log: arrows move between messages and their buttons, Enter acts. */
export class LogKeys {
  readonly #list: HTMLElement;
  readonly #leave: () => void;

  constructor(list: HTMLElement, leave: () => void) {
    this.#list = list;
    this.#leave = leave;
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
        return this.#move(row, previousRow(row));
      case 'ArrowDown':
        return this.#move(row, nextRow(row));
      case 'Home':
        return this.#move(row, this.#list.querySelector<HTMLElement>('.message'));
      case 'End':
        return this.#move(row, lastRow(this.#list));
      case 'ArrowRight':
        return focusControl(row, target, 1);
      case 'ArrowLeft':
        return focusControl(row, target, -1);
      case 'Enter':
        return enter(row, target);
      case 'Escape':
        this.#leave();
        return true;
      default:
        return false;
    }
  }

  #move(from: HTMLElement, to: HTMLElement | null): boolean {
    if (!to) return false;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    return true;
  }
}

function previousRow(row: HTMLElement): HTMLElement | null {
  let other = row.previousElementSibling;
  while (other && !other.matches('.message')) other = other.previousElementSibling;
  return other as HTMLElement | null;
}

function nextRow(row: HTMLElement): HTMLElement | null {
  let other = row.nextElementSibling;
  while (other && !other.matches('.message')) other = other.nextElementSibling;
  return other as HTMLElement | null;
}

function lastRow(list: HTMLElement): HTMLElement | null {
  return list.lastElementChild as HTMLElement | null;
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
