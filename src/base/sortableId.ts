import { randomUUID } from 'node:crypto';

const MAX_COUNT = 0xfff;
const VARIANT_AND_RANDOM = 19;

let lastMs = 0;
let count = 0;
/** How {@link lastMs} begins an id. */
let time = '';

/**
 * A UUID of version 7 (RFC 9562 §5.7): each is greater, as text, than those made before it here, so
 * that an index of them grows at its end and not all over.
 */
export function sortableId(): string {
  const now = Date.now();
  // The clock may be run ahead of (§6.2).
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
