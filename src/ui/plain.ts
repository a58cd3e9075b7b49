/** Escapes `[text](target)` in remote text: notifications make it a link, even to a command. */
export function plain(text: string): string {
  return text.replace(/\]\(/gu, '] (');
}

/** Escapes text below an input, where the editor makes such links commands, and names icons. */
export function unmarked(text: string): string {
  return withoutIcons(plain(text));
}

/** Escapes `$(name)` in text of others or the user: pickers and the status bar make it an icon. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/gu, String.raw`\$(`);
}
