import { type UserError, userError } from './userError.ts';

/** Why a file was not saved, by the error of the file system. */
export function notSaved(name: string, error: unknown): UserError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (reason) {
    case 'EEXIST':
      return userError('not-saved.exists', { name });
    case 'ENOENT':
    case 'ENOTDIR':
      return userError('not-saved.missing', { name });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return userError('not-saved.denied', { name });
    case 'ENOSPC':
      return userError('not-saved.full', { name });
    case 'EDQUOT':
      return userError('not-saved.quota', { name });
    // FAT takes less than 4 GiB.
    case 'EFBIG':
      return userError('not-saved.too-large', { name });
    case '':
      return userError('not-saved.folder', { name });
    default:
      return userError('not-saved.reason', { name, reason });
  }
}
