import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

/** How other windows connect to the one that owns the session; readable by the user only. */
export interface OwnerRecord {
  /** The path of a Unix socket, or the name of a Windows pipe. */
  readonly pipe: string;
  /** Sent first by a client, as proof that it has read this record. */
  readonly password: string;
  /** The owner's answer, as proof that it has written this record. */
  readonly countersign: string;
  /** The owner's version of Parley: only the same one speaks its contract. */
  readonly version?: string;
}

/** A record and its generation; the record of the greatest one is valid. */
export interface Published {
  readonly generation: number;
  readonly record: OwnerRecord;
}

/** As {@link Published}; the record is missing if it is not a valid one. */
export type Found = Pick<Published, 'generation'> & Partial<Published>;

/** Other versions of Parley may write more properties. */
const schema = v.object({
  pipe: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  countersign: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  version: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.+-]{1,50}$/u))),
}) satisfies v.GenericSchema<unknown, OwnerRecord>;

const NAME = /^owner-([1-9][0-9]{0,9})$/u;
/** Maximum generation, never reached in practice; files with a greater number are ignored. */
const LAST_GENERATION = 2 ** 31;
/** Maximum size of a record, in bytes. */
const LARGEST_RECORD = 10_000;

/**
 * Reads the record of the last owner, which may be gone; generation 0 before the first.
 * @throws Error of the file system
 */
export async function readOwner(folder: string): Promise<Found> {
  const generation = Math.max(0, ...(await generations(folder)));
  if (generation === 0) return { generation };
  const record = await readRecord(folder, generation);
  return { generation, ...(record && { record }) };
}

/**
 * Returns the generation after the last owner's, skipping names of foreign files and folders. One
 * that another window has claimed meanwhile is not skipped, since it cannot be claimed twice.
 * The maximum, which only another program can cause, is removed: then the last owner has to be read
 * again, since another window may have become it meanwhile.
 * @returns `undefined` in that case
 * @throws Error of the file system
 */
export async function nextPlace(folder: string, last: number): Promise<number | undefined> {
  if (last >= LAST_GENERATION) {
    await rm(fileOf(folder, last), { force: true });
    return undefined;
  }
  const taken = new Set(await readdir(folder));
  let next = last + 1;
  while (taken.has(nameOf(next)) && !isOwnFile(fileOf(folder, next))) next += 1;
  return next;
}

/**
 * Claims a generation, which only one window can. Removes the records of former owners.
 *
 * The file appears atomically, since it is created as a link. A generation whose file was removed
 * could be claimed twice, so a window that finds a greater one is too late; the greatest file is
 * never removed.
 * @returns the removed records, or `undefined` if another window was faster
 * @throws Error of the file system
 */
export async function publishOwner(
  folder: string,
  { generation, record }: Published,
): Promise<readonly OwnerRecord[] | undefined> {
  const file = fileOf(folder, generation);
  const draft = path.join(folder, `draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const all = await generations(folder);
  if (all.some((other) => other > generation)) {
    await rm(file, { force: true });
    return undefined;
  }
  const former: OwnerRecord[] = [];
  for (const other of all.filter((each) => each < generation)) {
    const record = await readRecord(folder, other).catch(() => undefined);
    if (record) former.push(record);
    await rm(fileOf(folder, other), { force: true });
  }
  return former;
}

/** Whether a later generation exists; false if the folder cannot be read. */
export function isSucceeded(folder: string, generation: number): boolean {
  try {
    return generationsIn(folder, readdirSync(folder)).some((other) => other > generation);
  } catch {
    return false;
  }
}

/** Whether this is a system error with one of these codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && codes.includes(code);
}

async function generations(folder: string): Promise<readonly number[]> {
  return generationsIn(folder, await readdir(folder));
}

/** The generations of files that the user owns: folders and links of such a name are ignored. */
function generationsIn(folder: string, names: readonly string[]): readonly number[] {
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((generation) => generation <= LAST_GENERATION && isOwnFile(fileOf(folder, generation)));
}

function isOwnFile(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && (process.getuid?.() ?? found.uid) === found.uid;
}

function nameOf(generation: number): string {
  return `owner-${generation}`;
}

function fileOf(folder: string, generation: number): string {
  return path.join(folder, nameOf(generation));
}

/** Reads a record; `undefined` if it is invalid. @throws Error of the file system */
async function readRecord(folder: string, generation: number): Promise<OwnerRecord | undefined> {
  const file = fileOf(folder, generation);
  if ((lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_RECORD) return undefined;
  return parse(await readFile(file, 'utf8'));
}

function parse(text: string): OwnerRecord | undefined {
  try {
    const checked = v.safeParse(schema, JSON.parse(text));
    return checked.success ? checked.output : undefined;
  } catch {
    return undefined;
  }
}
