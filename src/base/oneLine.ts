/** Replaces each run of white space, including line ends, with one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
