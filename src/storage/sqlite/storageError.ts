/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** An extended code: CORRUPT of a virtual table, of which ours is the full-text index. */
const CORRUPT_VTAB = 267;

/** The file was written by a later version of Parley. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

/** The file is an SQLite database, but not a valid one of Parley's. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Another connection is using the file. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** The kinds of storage errors that callers distinguish. */
export type StorageErrorKind = 'busy' | 'full' | 'damaged' | 'newer' | 'other';

/** Whether the error is damage to the full-text index, which can be rebuilt. */
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
