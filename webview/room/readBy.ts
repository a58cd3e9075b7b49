import type { MessageView, ReaderView } from '../../src/api/views.ts';

/**
 * Who has read each of these messages, by its id: one of ours by everybody who has read that far,
 * another only where an occupant has come no further.
 */
export function readBy(
  messages: readonly MessageView[],
  readers: readonly ReaderView[],
): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  if (readers.length === 0) return read;
  const places = new Map(messages.map(({ id }, at) => [id, at]));
  const known = readers.flatMap(({ message, nick }) => {
    const at = places.get(message);
    return at === undefined ? [] : [{ at, nick }];
  });
  const last = Math.max(-1, ...known.map(({ at }) => at));
  for (const [at, { id, outgoing }] of messages.slice(0, last + 1).entries()) {
    const names = known.filter((one) => (outgoing ? one.at >= at : one.at === at));
    if (names.length > 0) read.set(id, [...new Set(names.map(({ nick }) => nick))]);
  }
  return read;
}
