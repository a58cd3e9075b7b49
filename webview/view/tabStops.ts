/**
 * What can be reached by Tab among the messages: one of them, the one that had the focus last, else the
 * newest in the page; and code that is wider than its card, for the arrow keys to scroll it (WCAG 2.1.1).
 */
export class TabStops {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
    list.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.#set(target.closest('.message'));
    });
    new ResizeObserver(() => {
      this.keep();
    }).observe(list);
  }

  /** To be called when other messages are in the page, or look different. */
  keep(): void {
    const { lastElementChild } = this.#list;
    this.#set(this.#list.querySelector('.message[tabindex="0"]') ?? lastElementChild);
    for (const code of this.#list.querySelectorAll('.code')) setStop(code, isWide(code));
  }

  #set(row: Element | null): void {
    if (!row) return;
    for (const other of this.#list.querySelectorAll('.message[tabindex="0"]')) {
      if (other !== row) setStop(other, false);
    }
    setStop(row, true);
  }
}

/** Whether a part of it is out of sight, so that it can be scrolled. */
export function isWide(code: Element): boolean {
  return code.scrollWidth > code.clientWidth;
}

function setStop(element: Element, isStop: boolean): void {
  const index = isStop ? '0' : '-1';
  if (element.getAttribute('tabindex') !== index) element.setAttribute('tabindex', index);
}
