/** Notifications turn `[text](target)` into links, also to commands: remote text must not. */
export function plain(text: string): string {
  return text.replace(/\]\(/gu, '] (');
}
