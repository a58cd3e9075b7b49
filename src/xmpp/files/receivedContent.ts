import type { Clock } from '../../base/clock.ts';
import { userError } from '../../base/userError.ts';
import { damaged, TransferError } from '../transferError.ts';
import { within } from './within.ts';

/** Maximum silence of the sender, in ms. */
const SILENCE_MS = 30_000;
/** How long the end of the stream is awaited once all is there, in ms: some senders leave it open. */
const END_MS = 2_000;

/**
 * Yields what a stream brings, exactly `size` bytes: it is complete by its size, whether the stream
 * ends or not. Iterated slowly, it reads slowly.
 *
 * @throws TransferError `damaged` for fewer or more bytes, `timeout`, or as the stream
 */
export async function* receivedContent(
  clock: Clock,
  input: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void> {
  const bytes = input[Symbol.asyncIterator]();
  for (let received = 0; received < size;) {
    const next = await within(clock, SILENCE_MS, bytes.next(), silent);
    if (next.done === true) throw damaged();
    received += next.value.length;
    if (received > size) throw damaged();
    yield next.value;
  }
  const more = within(clock, END_MS, bytes.next(), silent).catch(() => undefined);
  if ((await more)?.done === false) throw damaged();
}

function silent(): TransferError {
  return new TransferError(userError('timeout.peer'));
}
