import { randomUUID } from 'node:crypto';

const MAX_COUNT = 0xfff;
const VARIANT_AND_RANDOM = 19;

let lastMs = 0;
let count = 0;
/** The beginning of an id: {@link lastMs} in hex. */
let time = '';

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
  const counted = count.toString(16).padStart(3, '0');
  return `${time}-7${counted}-${randomUUID().slice(VARIANT_AND_RANDOM)}`;
}

function begin(ms: number): void {
  lastMs = ms;
  count = 0;
  const digits = ms.toString(16).padStart(12, '0');
  time = `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
