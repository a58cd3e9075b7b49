// XEP-0084: User Avatar, version 1.1.4: the picture itself (§4)
// https://xmpp.org/extensions/xep-0084.html#proto

/** Maximum size of a received picture, in bytes; many servers limit a stanza to 256 KiB. */
export const MAX_IMAGE_BYTES = 256 * 1024;

/** The SHA-1 of a picture, in hexadecimal lower case. */
const SHA1 = /^[0-9a-f]{40}$/u;

/** A picture of ours, ready to be published. */
export interface OwnImage {
  readonly content: Uint8Array;
  /** `image/png` or `image/jpeg`. */
  readonly mediaType: string;
  /** Its SHA-1, in hexadecimal lower case. */
  readonly hash: string;
  /** In points. */
  readonly width: number;
  readonly height: number;
}

/** Parses the hash of a picture, which is compared without case (XEP-0153 §3.1). */
export function parseImageHash(text: string | undefined): string | undefined {
  const hash = text?.trim().toLowerCase();
  return hash !== undefined && SHA1.test(hash) ? hash : undefined;
}
