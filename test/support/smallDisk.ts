import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MIB = 2 ** 20;
const LARGE = 64 * MIB;
const FILLER = 'filler';

/** A folder in which the kernel allows little, while it is small. */
export interface SmallDisk {
  readonly folder: string;
  /** Why a file is not saved there. */
  readonly error: 'not-saved.full' | 'not-saved.too-large';
  /** The files in it that are not ours. */
  files(): Promise<string[]>;
  /** Takes the room that is left. */
  fill(): Promise<void>;
  /** As it is at first: of 64 MiB. */
  makeRoom(): Promise<void>;
  shrink(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Makes a small disk: a file system in memory. Where none may be mounted, the limit of the kernel on the
 * size of our files, by which a write fails in the same place.
 * @param size in bytes, once it is shrunk
 */
export async function makeSmallDisk(size: number): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-disk-'));
  const files = async () => (await readdir(folder)).filter((name) => name !== FILLER);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${LARGE}`, 'tmpfs', folder]);
    return { folder, files, ...mounted(folder, size) };
  } catch {
    const limited = withLimit(size);
    return {
      ...{ folder, files, ...limited },
      stop: async () => {
        await limited.makeRoom();
        await rm(folder, { recursive: true });
      },
    };
  }
}

function mounted(folder: string, size: number): Omit<SmallDisk, 'folder' | 'files'> {
  const filler = path.join(folder, FILLER);
  const resize = (to: number) => run('mount', ['-o', `remount,size=${to}`, folder]);
  const makeRoom = async () => {
    await rm(filler, { force: true });
    await resize(LARGE);
  };
  return {
    error: 'not-saved.full',
    fill: async () => {
      const file = await open(filler, 'a');
      const page = Buffer.alloc(4096);
      const isFull = await (async () => {
        for (;;) await file.write(page);
      })().catch((error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOSPC');
      await file.close();
      if (!isFull) throw new Error('the small disk cannot be filled');
    },
    makeRoom,
    shrink: async () => {
      await rm(filler, { force: true });
      await resize(size);
    },
    stop: async () => {
      await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    },
  };
}

function withLimit(size: number): Omit<SmallDisk, 'folder' | 'files' | 'stop'> {
  const limit = async (to: number | 'unlimited') => {
    await run('prlimit', ['--pid', String(process.pid), `--fsize=${to}:`]);
  };
  return {
    error: 'not-saved.too-large',
    fill: () => limit(1),
    makeRoom: () => limit('unlimited'),
    shrink: () => limit(size),
  };
}
