import type { FileRange } from '../stanza/fileRange.ts';
import type { FileSource } from './fileOffer.ts';

/** Size of the pieces that a file is read in, in bytes. */
const PIECE_BYTES = 256 * 1024;
/** Number of pieces that are read while one is used, so that their use waits for none. */
const AHEAD = 4;

/**
 * The content of a file, or of a part of it, in order. A few pieces are in memory at most.
 * @throws Failure of reading it
 */
export async function* piecesOf(
  source: FileSource,
  range: FileRange = { offset: 0, length: source.size },
): AsyncGenerator<Uint8Array, void> {
  const end = range.offset + range.length;
  const ahead: Promise<Uint8Array>[] = [];
  let { offset } = range;
  for (;;) {
    while (offset < end && ahead.length <= AHEAD) {
      const length = Math.min(PIECE_BYTES, end - offset);
      ahead.push(read(source, offset, length));
      offset += length;
    }
    const piece = ahead.shift();
    if (!piece) return;
    yield await piece;
  }
}

function read(source: FileSource, offset: number, length: number): Promise<Uint8Array> {
  const piece = source.read(offset, length);
  // It is not awaited when what uses the pieces ends early.
  piece.catch(() => undefined);
  return piece;
}
