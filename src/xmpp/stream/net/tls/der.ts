/** What DER calls a value: its tag with class and form, and its content (X.690 §8.1). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
}

/** Tags of X.690 and X.680 §8 that certificates are made of. */
export const DER = {
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  ia5String: 0x16,
  sequence: 0x30,
  /** Of a constructed value whose meaning the context gives. */
  context: (number: number) => 0xa0 | number,
} as const;

/** Larger ones are no certificates' (4 bytes of length). */
const MAX_LENGTH_BYTES = 3;

/** Bytes that are not DER. */
export class NotDer extends Error {
  constructor() {
    super('not DER');
    this.name = 'NotDer';
  }
}

/**
 * Reads the values that fill `bytes`, one after the other; what is in them is read by another call.
 * Strict: lengths are definite and as short as can be (X.690 §10.1), and nothing is left over.
 *
 * @throws NotDer
 */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    // Tags of several bytes are in no certificate.
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
