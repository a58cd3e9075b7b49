/** The key code of a key handled by an input method (UI Events §8.3.2). */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Listens for keys, except those that an input method handles during composition: they choose among
 * its candidates. WebKit ends a composition before it fires the event of the key that ended it, so
 * that only the key code identifies it.
 */
export function onKey(
  target: HTMLElement | Document,
  listen: (event: KeyboardEvent) => void,
): void {
  // eslint-disable-next-line no-restricted-syntax -- Here it is made safe.
  target.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing that replaces it tells this.
    const { isComposing, keyCode } = event as KeyboardEvent;
    if (!isComposing && keyCode !== TAKEN_BY_INPUT_METHOD) listen(event as KeyboardEvent);
  });
}

/** A label with the default chord of a command of ours, for its tooltip. @param letter of the chord */
export function withChord(label: string, letter: string): string {
  const isMac = navigator.userAgent.includes('Macintosh');
  return isMac ? `${label} (⌃X ⌃${letter})` : `${label} (Alt+X Alt+${letter})`;
}
