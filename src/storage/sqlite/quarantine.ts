import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Between the name of a database and the time at which it was set aside. */
export const ASIDE = '.corrupt-';

/** Deletes every copy of a database that was set aside, with what belongs to it. */
export async function removeCopies(file: string): Promise<void> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(path.basename(file) + ASIDE)) continue;
    await rm(path.join(folder, name), { force: true });
  }
}
