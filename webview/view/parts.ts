/** Memoized child elements: one whose inputs are unchanged is the same element. */
export class Parts {
  readonly #parts = new Map<string, { readonly shown: string; readonly element: HTMLElement }>();

  /** @param shows everything that `make` depends on, as JSON */
  get(name: string, shows: unknown, make: () => HTMLElement): HTMLElement {
    const shown = JSON.stringify(shows);
    const known = this.#parts.get(name);
    if (known?.shown === shown) return known.element;
    const element = make();
    this.#parts.set(name, { shown, element });
    return element;
  }
}
