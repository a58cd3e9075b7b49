/** The URIs of a `text/uri-list` (RFC 2483 §5): one per line, `#` begins a comment. */
export function parseUriList(text: string): readonly string[] {
  return text.split(/\r?\n/u).filter((line) => line !== '' && !line.startsWith('#'));
}
