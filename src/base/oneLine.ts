/** A text with one blank for each row of white space, line ends included. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
