import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Maximum length of a socket's path on macOS, in bytes; some more elsewhere (unix(7)). */
const LONGEST_PATH = 103;
const PREFIX = 'parley-';
const SOCKET = 'pipe';
const FOLDER = new RegExp(`^${PREFIX}[A-Za-z0-9]{6}$`, 'u');
const WINDOWS_PIPE = new RegExp(`^\\\\\\\\\\.\\\\pipe\\\\${PREFIX}[0-9a-f]{32}$`, 'u');

/**
 * Prepares a new pipe.
 * @param home a private folder of the user, preferred if its path is short enough
 * @returns its path, in a new folder that only the user can enter; on Windows an unguessable name
 */
export async function makePipePath(home: string): Promise<string> {
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\${PREFIX}${randomBytes(16).toString('hex')}`;
  }
  const parents = [home, process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir()];
  const parent = parents.find((each) => each !== '' && fits(each)) ?? tmpdir();
  return path.join(await mkdtemp(path.join(parent, PREFIX)), SOCKET);
}

/**
 * Whether {@link makePipePath} made this pipe for this user: a record could name any pipe, and the
 * owner of a foreign one could read what the windows send each other.
 */
export async function isOwnPipe(pipe: string): Promise<boolean> {
  if (process.platform === 'win32') return WINDOWS_PIPE.test(pipe);
  return (await isOwnFolder(pipe)) && (await lstat(pipe).catch(none))?.isSocket() === true;
}

/** Removes what {@link makePipePath} made, and nothing else: no other folder or file. */
export async function removePipePath(pipe: string): Promise<void> {
  if (process.platform === 'win32' || !(await isOwnFolder(pipe))) return;
  if (await isOwnPipe(pipe)) await rm(pipe, { force: true });
  // Fails if not empty: another program has put something there.
  await rmdir(path.dirname(pipe)).catch(none);
}

/** Whether it is in a folder made by {@link makePipePath}, which only this user can enter. */
async function isOwnFolder(pipe: string): Promise<boolean> {
  const folder = path.dirname(pipe);
  if (!path.isAbsolute(pipe) || path.normalize(pipe) !== pipe) return false;
  if (path.basename(pipe) !== SOCKET || !FOLDER.test(path.basename(folder))) return false;
  const found = await lstat(folder).catch(none);
  return (
    found?.isDirectory() === true && (found.mode & 0o077) === 0 && found.uid === process.getuid?.()
  );
}

function none(): undefined {
  return undefined;
}

function fits(parent: string): boolean {
  return Buffer.byteLength(path.join(parent, `${PREFIX}XXXXXX`, SOCKET)) <= LONGEST_PATH;
}
