import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** Whether something has this name, be it a link that leads nowhere. */
export async function nameIsTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file that only its owner may read (mode 0600). Under its own name it is whole from the
 * first moment on: it is written beside, as `.part`, and follows no symbolic link.
 *
 * @param options.replace whether what has that name may be replaced; a link is replaced itself.
 * @throws the file system's error; EEXIST when the name is taken. Nothing is left behind then.
 */
export async function writeNewFile(
  path: string,
  content: Uint8Array,
  options: { readonly replace: boolean },
): Promise<void> {
  // Not after the name itself, which may be as long as the file system takes.
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

/** A hard link never takes the place of anything; some file systems have none. */
async function giveName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) throw error;
    await copyFile(part, path, constants.COPYFILE_EXCL);
  }
}
