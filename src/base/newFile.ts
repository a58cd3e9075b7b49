import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** Whether this name exists, even as a dangling symbolic link. */
export async function nameIsTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file that only its owner may read (mode 0600), atomically: it is written to a `.part`
 * file beside it first, and does not follow symbolic links.
 *
 * @param options.replace whether an existing file may be replaced; a link is replaced itself.
 * @throws the file system's error; EEXIST if the name is taken. No partial file is left behind.
 */
export async function writeNewFile(
  path: string,
  content: Uint8Array,
  options: { readonly replace: boolean },
): Promise<void> {
  // Not derived from the name itself, which may have the maximum length.
  const part = join(dirname(path), `.${randomUUID()}.part`);
  const file = await open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    await file.writeFile(content).finally(() => file.close());
    if (options.replace) await rename(part, path);
    else await giveName(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** A hard link never overwrites an existing file; some file systems do not support them. */
async function giveName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) throw error;
    await copyFile(part, path, constants.COPYFILE_EXCL);
  }
}
