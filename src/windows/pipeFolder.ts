import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A socket's path may have 103 bytes on macOS, and some more elsewhere (unix(7)). */
const LONGEST_PATH = 103;
const PREFIX = 'parley-';
const SOCKET = 'pipe';

/**
 * Makes room for a new pipe. Result: its path, in a new folder that only the user can enter; on
 * Windows its name, which nobody can guess.
 * @param home a folder of the user's own, preferred where its path is short enough
 */
export async function makePipePath(home: string): Promise<string> {
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\${PREFIX}${randomBytes(16).toString('hex')}`;
  }
  const parents = [home, process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir()];
  const parent = parents.find((each) => each !== '' && fits(each)) ?? tmpdir();
  return path.join(await mkdtemp(path.join(parent, PREFIX)), SOCKET);
}

/** Removes what {@link makePipePath} made, and nothing else. */
export async function removePipePath(pipe: string): Promise<void> {
  const folder = path.dirname(pipe);
  if (process.platform === 'win32' || path.basename(pipe) !== SOCKET) return;
  if (!path.isAbsolute(folder) || !path.basename(folder).startsWith(PREFIX)) return;
  await rm(folder, { recursive: true, force: true });
}

function fits(parent: string): boolean {
  return Buffer.byteLength(path.join(parent, `${PREFIX}XXXXXX`, SOCKET)) <= LONGEST_PATH;
}
