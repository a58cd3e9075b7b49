import type { Aside } from '../room/foldActivity.ts';
import { el, icon, setChildren } from './dom.ts';
import { formatDateTime } from './format.ts';
import { Parts } from './parts.ts';

/** A small line between messages; it is not read out when it is added. */
export function renderAside({ time, text, title, isWarning }: Aside): HTMLElement {
  const line = el(
    'div',
    'aside',
    { title: `${formatDateTime(time)}: ${title}`, dir: 'auto', 'aria-live': 'off' },
    ...(isWarning ? [icon('warning')] : []),
    text,
  );
  line.classList.toggle('aside-warning', isWarning === true);
  return line;
}

/** The lines below the newest message. */
export class AsideLines {
  readonly element = el('div', 'asides', { 'aria-live': 'off' });
  readonly #parts = new Parts();

  render(asides: readonly Aside[]): void {
    setChildren(
      this.element,
      asides.map((aside, at) => this.#parts.get(String(at), aside, () => renderAside(aside))),
    );
  }
}
