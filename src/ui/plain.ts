/** Notifications turn `[text](target)` into links, also to commands: not allowed in remote text. */
export function plain(text: string): string {
  return text.replace(/\]\(/gu, '] (');
}

/**
 * Escapes text shown below an input, where the editor turns such links into commands, and names
 * into icons.
 */
export function unmarked(text: string): string {
  return withoutIcons(plain(text));
}

/**
 * Pickers and the status bar render `$(name)` as an icon: text of others or the user is shown as
 * is.
 */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/gu, String.raw`\$(`);
}
