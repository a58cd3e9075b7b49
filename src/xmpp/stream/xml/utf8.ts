import { isUtf8 } from 'node:buffer';

const CARRIAGE_RETURN = 0x0d;
const NONE = Buffer.alloc(0);

/**
 * Decodes a stream of UTF-8 (RFC 3629), however it is split. An incomplete character waits for its
 * rest, as does a carriage return, so that no line end (CR LF) is split either.
 */
export class Utf8Decoder {
  #waiting = NONE;
  #broken = false;

  /** Number of bytes waiting for the next call. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether invalid UTF-8 was found. The bytes after it are lost. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Returns the text complete so far; after invalid UTF-8, all that precedes it. */
  decode(bytes: Buffer): string {
    const all = this.#waiting.length > 0 ? Buffer.concat([this.#waiting, bytes]) : bytes;
    const end = all.at(-1) === CARRIAGE_RETURN ? all.length - 1 : wholeCharacters(all);
    const text = this.decodeWhole(end < all.length ? all.subarray(0, end) : all);
    // A copy: these bytes may be part of a larger buffer that should not be retained.
    this.#waiting = end < all.length ? Buffer.from(all.subarray(end)) : NONE;
    return text;
  }

  /** As {@link decode}, for the last bytes. */
  decodeWhole(bytes: Buffer): string {
    if (isUtf8(bytes)) return bytes.toString();
    this.#broken = true;
    // Invalid bytes were replaced; the first difference is their position.
    const replaced = Buffer.from(bytes.toString());
    const wrong = bytes.findIndex((byte, index) => byte !== replaced[index]);
    const good = wrong < 0 ? bytes : bytes.subarray(0, wrong);
    return good.subarray(0, wholeCharacters(good)).toString();
  }
}

/** Number of bytes that form whole characters. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes.at(-back);
    if (byte === undefined || byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
