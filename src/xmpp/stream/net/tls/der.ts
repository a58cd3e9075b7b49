/** A DER value: its tag with class and form, and its content (X.690 §8.1). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
}

/** Tags of X.690 and X.680 §8 used in certificates. */
export const DER = {
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  ia5String: 0x16,
  sequence: 0x30,
  /** The tag of a context-specific constructed value. */
  context: (number: number) => 0xa0 | number,
} as const;

/** Maximum number of length bytes; certificates need no more. */
const MAX_LENGTH_BYTES = 3;

/** Bytes that are not DER. */
export class NotDer extends Error {
  constructor() {
    super('not DER');
    this.name = 'NotDer';
  }
}

/**
 * Parses the sequence of values that fills `bytes`; their contents are parsed by further calls.
 * Strict: lengths must be definite and minimal (X.690 §10.1), without trailing bytes.
 *
 * @throws NotDer
 */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    // Certificates have no tags of several bytes.
    if (first === undefined || (tag & 0x1f) === 0x1f) throw new NotDer();
    let start = at + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > MAX_LENGTH_BYTES || start + count > bytes.length)
        throw new NotDer();
      length = bytes.readUIntBE(start, count);
      start += count;
      if (length < 0x80 || length < 2 ** (8 * (count - 1))) throw new NotDer();
    }
    at = start + length;
    if (at > bytes.length) throw new NotDer();
    values.push({ tag, content: bytes.subarray(start, at) });
  }
  return values;
}
