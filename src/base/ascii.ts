const ASCII = /^[\0-\x7f]*$/u;

/** Whether a text needs none of the rules for other characters. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}
