import { lstat } from 'node:fs/promises';
import { PartFile } from './partFile.ts';

/** Whether this name exists, even as a dangling symbolic link. */
export async function nameIsTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file that only its owner may read, atomically, as {@link PartFile} does.
 *
 * @param options.replace whether an existing file may be replaced; a link is replaced itself.
 * @throws the file system's error; EEXIST if the name is taken. No partial file is left behind.
 */
export async function writeNewFile(
  path: string,
  content: Uint8Array,
  options: { readonly replace: boolean },
): Promise<void> {
  const part = await PartFile.create(path, options);
  try {
    await part.write(content);
    await part.finish();
  } finally {
    await part.discard();
  }
}
