/**
 * Decodes received base64, which may have line breaks (RFC 4648 §3.1).
 *
 * @returns `undefined` if it is empty or of more than `maxBytes`
 */
export function receivedBytes(base64: string, maxBytes: number): Uint8Array | undefined {
  // Checked first: 4 characters stand for 3 bytes, and some blanks may be among them.
  if (base64.length > 2 * maxBytes) return undefined;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return bytes.length > 0 && bytes.length <= maxBytes ? bytes : undefined;
}
