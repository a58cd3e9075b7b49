/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** An extended code: CORRUPT of a virtual table, of which we have the index of words. */
const CORRUPT_VTAB = 267;

/** The file was written by a later version of ours. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

/** The file is one of SQLite, but not as ours are. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Somebody else uses the file. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** What went wrong, as far as anybody does something about it. */
export type StorageErrorKind = 'busy' | 'full' | 'damaged' | 'newer' | 'other';

/** Whether it is the index of words that is damaged, which can be made again. */
export function isOfIndex(error: unknown): boolean {
  return codeOf(error) === CORRUPT_VTAB;
}

export function troubleOf(error: unknown): StorageErrorKind {
  if (error instanceof NewerSchema) return 'newer';
  if (error instanceof Damaged) return 'damaged';
  if (error instanceof Busy) return 'busy';
  // The low byte of an extended code is its primary one.
  switch ((codeOf(error) ?? 0) & 0xff) {
    case BUSY:
      return 'busy';
    case FULL:
      return 'full';
    case CORRUPT:
    case NOT_A_DATABASE:
      return 'damaged';
    default:
      return 'other';
  }
}

function codeOf(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code : undefined;
}
