import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

/** How the other windows reach the one that owns the session; only the user can read it. */
export interface OwnerRecord {
  /** The path of a Unix socket, or the name of a Windows pipe. */
  readonly pipe: string;
  /** What a client says first: it has read this record. */
  readonly password: string;
  /** What the owner answers: it has written this record. */
  readonly countersign: string;
  /** The version of Parley that it runs: only the same one speaks its contract. */
  readonly version?: string;
}

/** A record and its place in the line of owners; the greatest generation counts. */
export interface Published {
  readonly generation: number;
  readonly record: OwnerRecord;
}

/** As {@link Published}; the record is missing where it is none of ours. */
export type Found = Pick<Published, 'generation'> & Partial<Published>;

/** Another version of Parley may write more. */
const schema = v.object({
  pipe: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  countersign: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  version: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.+-]{1,50}$/u))),
}) satisfies v.GenericSchema<unknown, OwnerRecord>;

const NAME = /^owner-([1-9][0-9]{0,9})$/u;
/** Nobody comes so far; a greater number is none of ours. */
const LAST_GENERATION = 2 ** 31;
/** In bytes. */
const LARGEST_RECORD = 10_000;

/**
 * The record of whoever was the owner last, who may be gone; generation 0 before the first.
 * @throws Error of the file system
 */
export async function readOwner(folder: string): Promise<Found> {
  const generation = Math.max(0, ...(await generations(folder)));
  if (generation === 0) return { generation };
  const record = await readRecord(folder, generation);
  return { generation, ...(record && { record }) };
}

/**
 * The place behind the last owner's: the next number but for those of things that are none of ours.
 * Where another window has taken it meanwhile, it stays the place, which cannot be had twice.
 * Where the numbers end, which only a foreign hand can bring about, the line begins again.
 * @throws Error of the file system
 */
export async function nextPlace(folder: string, last: number): Promise<number> {
  if (last >= LAST_GENERATION) {
    await rm(fileOf(folder, last), { force: true });
    return nextPlace(folder, Math.max(0, ...(await generations(folder))));
  }
  const taken = new Set(await readdir(folder));
  let next = last + 1;
  while (taken.has(nameOf(next)) && !isOwnFile(fileOf(folder, next))) next += 1;
  return next;
}

/**
 * Takes a place in the line, which only one can have. Result: the records of former owners, which
 * are removed with that, or `undefined` where somebody else was faster.
 *
 * The file appears whole or not at all, since a link is made to it. A place whose file was removed
 * could be taken twice, so whoever finds a greater one has come too late; the greatest file is
 * never removed.
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

/** Whether anybody stands behind this place in the line; no where that cannot be seen. */
export function isSucceeded(folder: string, generation: number): boolean {
  try {
    return generationsIn(folder, readdirSync(folder)).some((other) => other > generation);
  } catch {
    return false;
  }
}

/** Whether this is the system error of that code. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && codes.includes(code);
}

async function generations(folder: string): Promise<readonly number[]> {
  return generationsIn(folder, await readdir(folder));
}

/** The places that are taken by files of the user's own: a folder or a link of that name is none of ours. */
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

/** `undefined` where it is none. @throws Error of the file system */
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
