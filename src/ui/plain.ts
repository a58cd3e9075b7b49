/** Notifications turn `[text](target)` into links, also to commands: remote text must not. */
export function plain(text: string): string {
  return text.replace(/\]\(/gu, '] (');
}

/** Pickers draw `$(name)` as an icon: text that others wrote, or the user, shows as it is. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/gu, String.raw`\$(`);
}
