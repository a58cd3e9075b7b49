import { randomFillSync } from 'node:crypto';

const MAX_COUNT = 0xfff;
/** Number of random bytes in an id; the first two bits of them are its variant (§4.1). */
const RANDOM_BYTES = 8;
/** Filled for many ids at once, since each call costs more than the bytes. */
const random = Buffer.alloc(512 * RANDOM_BYTES);
let used = random.length;

let lastMs = 0;
let count = 0;
/**
 * The last id, in ASCII. Its text is copied from here: joined from parts, it would keep each of them,
 * 280 bytes instead of 65.
 */
const last = Buffer.from('00000000-0000-7000-0000-000000000000');

/**
 * A UUID of version 7 (RFC 9562 §5.7): sorts, as text, after those generated before it in this
 * process, so that an index grows at its end.
 */
export function sortableId(): string {
  const now = Date.now();
  // Timestamps may run ahead of the clock (§6.2).
  if (now > lastMs) begin(now);
  else if (count === MAX_COUNT) begin(lastMs + 1);
  else count += 1;
  last.write(count.toString(16).padStart(3, '0'), 15);
  const tail = variantAndRandom();
  last.write(tail.slice(0, 4), 19);
  last.write(tail.slice(4), 24);
  return last.toString('latin1');
}

/** In hex. */
function variantAndRandom(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const at = used;
  used += RANDOM_BYTES;
  random[at] = ((random[at] ?? 0) & 0x3f) | 0x80;
  return random.toString('hex', at, used);
}

function begin(ms: number): void {
  lastMs = ms;
  count = 0;
  const digits = ms.toString(16).padStart(12, '0');
  last.write(digits.slice(0, 8), 0);
  last.write(digits.slice(8), 9);
}
