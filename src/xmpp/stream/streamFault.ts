/** A fault that ends a stream, with the condition of its `<stream:error/>` (RFC 6120 §4.9.3). */
export class StreamFault extends Error {
  /** The defined condition, such as `not-well-formed`, `restricted-xml` or `policy-violation`. */
  readonly condition: string;

  /** @param detail our own text, never the server's */
  constructor(condition: string, detail: string) {
    super(`The server broke the rules of XMPP (${condition}: ${detail}).`);
    this.name = 'StreamFault';
    this.condition = condition;
  }
}

/** A fatal error of XML (RFC 6120 §4.9.3.13). */
export function malformed(detail: string): StreamFault {
  return new StreamFault('not-well-formed', detail);
}
