/** Notifications turn `[text](target)` into links, also to commands: remote text must not. */
export function plain(text: string): string {
  return text.replace(/\]\(/gu, '] (');
}

/** What the editor says below an input: there it turns such links into commands, and names into icons. */
export function unmarked(text: string): string {
  return withoutIcons(plain(text));
}

/** Pickers and the status bar draw `$(name)` as an icon: text that others wrote, or the user, shows as it is. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/gu, String.raw`\$(`);
}
