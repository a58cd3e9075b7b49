import { randomUUID } from 'node:crypto';

const MAX_COUNT = 0xfff;
const VARIANT_AND_RANDOM = 19;

let lastMs = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562 §5.7): each is greater, as text, than those made before it here, so
 * that an index of them grows at its end and not all over.
 */
export function sortableId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    count = 0;
  } else if (count === MAX_COUNT) {
    // The clock may be run ahead of (§6.2).
    lastMs += 1;
    count = 0;
  } else count += 1;
  const time = lastMs.toString(16).padStart(12, '0');
  const counted = count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted}-${randomUUID().slice(VARIANT_AND_RANDOM)}`;
}
