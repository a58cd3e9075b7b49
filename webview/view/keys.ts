/** What stands for a key that an input method has taken (UI Events §8.3.2). */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Listens for keys, except those that an input method takes while it composes: they choose among its
 * candidates. WebKit ends a composition before it tells of the key that ended it, so that only the
 * key's code says whose it was.
 */
export function onKey(
  target: HTMLElement | Document,
  listen: (event: KeyboardEvent) => void,
): void {
  target.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing that replaces it tells this.
    const { isComposing, keyCode } = event as KeyboardEvent;
    if (!isComposing && keyCode !== TAKEN_BY_INPUT_METHOD) listen(event as KeyboardEvent);
  });
}
