import type { FileRange } from '../stanza/fileRange.ts';
import type { FileSource } from './fileOffer.ts';

/** Size of the pieces that a file is read in, in bytes. */
const PIECE_BYTES = 256 * 1024;

/**
 * The content of a file, or of a part of it, in order. The next piece is read while one is used, so that two are in
 * memory at most.
 * @throws Failure of reading it
 */
export async function* piecesOf(
  source: FileSource,
  range: FileRange = { offset: 0, length: source.size },
): AsyncGenerator<Uint8Array, void> {
  const end = range.offset + range.length;
  let ahead = read(source, range.offset, end);
  for (let { offset } = range; ahead;) {
    const piece = await ahead;
    offset += piece.length;
    ahead = read(source, offset, end);
    yield piece;
  }
}

/** @returns `undefined` at the end */
function read(source: FileSource, offset: number, end: number): Promise<Uint8Array> | undefined {
  const length = Math.min(PIECE_BYTES, end - offset);
  if (length <= 0) return undefined;
  const piece = source.read(offset, length);
  // Nobody awaits it when what uses the pieces ends early.
  piece.catch(() => undefined);
  return piece;
}
