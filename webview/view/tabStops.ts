/**
 * The tab stops among the messages: one message, the one focused last, else the newest in the DOM;
 * and code that is wider than its card, for scrolling with the arrow keys (WCAG 2.1.1).
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

  /** Must be called when messages in the DOM were added, removed or changed. */
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

/** Whether a part of it is clipped, so that it can be scrolled. */
export function isWide(code: Element): boolean {
  return code.scrollWidth > code.clientWidth;
}

function setStop(element: Element, isStop: boolean): void {
  const index = isStop ? '0' : '-1';
  if (element.getAttribute('tabindex') !== index) element.setAttribute('tabindex', index);
}
