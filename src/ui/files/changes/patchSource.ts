import type { FileSource } from '../documentFile.ts';
import { memoryFile, TEXT } from '../localFile.ts';
import type { Patch } from './patch.ts';

/** A patch as a file to be sent, called by its repository and the day: `moth-2026-11-29.patch`. */
export function patchSource(repository: string, { text, secrets }: Patch, now: Date): FileSource {
  const name = `${repository}-${now.toISOString().slice(0, 10)}.patch`;
  return {
    name,
    path: '',
    size: () => Promise.resolve(undefined),
    open: () =>
      Promise.resolve({ ...memoryFile(name, Buffer.from(text), { otherwise: TEXT }), secrets }),
  };
}
