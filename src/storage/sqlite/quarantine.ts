import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Separates the name of a database from the time at which it was quarantined. */
export const ASIDE = '.corrupt-';

/** Deletes every quarantined copy of a database, with its accompanying files. */
export async function removeCopies(file: string): Promise<void> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(path.basename(file) + ASIDE)) continue;
    await rm(path.join(folder, name), { force: true });
  }
}
