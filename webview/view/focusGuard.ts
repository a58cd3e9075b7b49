import { isShown } from './dom.ts';

/**
 * Keeps the focus in the page (WCAG 2.4.3): when what has it is removed or hidden, whoever uses the
 * keyboard goes on nearby instead of at the beginning of the page.
 */
export class FocusGuard {
  readonly #instead: (path: readonly Element[]) => void;
  /** What has the focus, and what it is or was in, from within. */
  #path: readonly Element[] = [];

  /** @param instead gives the focus to what stands for the first of these now */
  constructor(root: HTMLElement, instead: (path: readonly Element[]) => void) {
    this.#instead = instead;
    root.addEventListener('focusin', ({ target }) => {
      this.#path = target instanceof Element ? [target, ...ancestorsOf(target, root)] : [];
    });
    root.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null) return;
      const left = this.#path;
      // What is removed is told of before it is gone; what stays was left by the user.
      queueMicrotask(() => {
        if (this.#path !== left || !document.hasFocus()) return;
        if (left[0] && isShown(left[0])) this.#path = [];
      });
    });
    const changed = new MutationObserver(() => {
      this.#check();
    });
    const attributeFilter = ['hidden', 'class'];
    changed.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter });
    // What has gone while the user was elsewhere is missed when they come back.
    window.addEventListener('focus', () => {
      this.#check();
    });
  }

  #check(): void {
    const [focused] = this.#path;
    if (!focused || !document.hasFocus() || isShown(focused)) return;
    const active = document.activeElement;
    if (active && active !== document.body && active !== focused) return;
    const path = this.#path;
    this.#path = [];
    this.#instead(path);
  }
}

function ancestorsOf(element: Element, root: HTMLElement): Element[] {
  const ancestors: Element[] = [];
  for (let at = element.parentElement; at && at !== root; at = at.parentElement) ancestors.push(at);
  return ancestors;
}
