/** A stream that cannot go on: what its `<stream:error/>` is to say (RFC 6120 §4.9.3). */
export class StreamFault extends Error {
  /** The defined condition, such as `not-well-formed`, `restricted-xml` or `policy-violation`. */
  readonly condition: string;

  /** @param detail our own words, never the server's. */
  constructor(condition: string, detail: string) {
    super(`The server broke the rules of XMPP (${condition}: ${detail}).`);
    this.name = 'StreamFault';
    this.condition = condition;
  }
}

/** What XML calls a fatal error (RFC 6120 §4.9.3.13). */
export function malformed(detail: string): StreamFault {
  return new StreamFault('not-well-formed', detail);
}
