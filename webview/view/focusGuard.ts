import { isShown } from './dom.ts';

/**
 * Keeps the focus in the page (WCAG 2.4.3): if the focused element is removed or hidden, keyboard
 * users continue nearby instead of at the beginning of the page.
 */
export class FocusGuard {
  readonly #instead: (path: readonly Element[]) => void;
  /** The focused element and its ancestors, innermost first. */
  #path: readonly Element[] = [];

  /** @param instead focuses a replacement for the first of these */
  constructor(root: HTMLElement, instead: (path: readonly Element[]) => void) {
    this.#instead = instead;
    root.addEventListener('focusin', ({ target }) => {
      this.#path = target instanceof Element ? [target, ...ancestorsOf(target, root)] : [];
    });
    root.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null) return;
      const left = this.#path;
      // Fires before an element is removed; one that is still shown was left by the user.
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
    // An element removed while the window had no focus is noticed on return.
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
