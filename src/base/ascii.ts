const ASCII = /^[\0-\x7f]*$/u;

/** Whether a text is ASCII only, and so needs no Unicode handling. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}
