import type { ExcludeSetting } from './excludeSetting.ts';
import { IgnoreRules } from './ignoreRules.ts';

/** Most files of a folder that is sent, and most levels of folders in it. */
export const MAX_FILES = 10_000;
const MAX_DEPTH = 100;
/** Most entries that are looked at, also of those that are left out. */
const MAX_ENTRIES = 20 * MAX_FILES;
/** A longer `.gitignore` is cut off, in UTF-16 code units. */
const MAX_RULES = 256 * 1024;
/** Comparing names with rules goes on for this long, in ms, before others get their turn. */
const TURN_MS = 20;

export interface FolderEntry {
  readonly name: string;
  /** Of a symbolic link, whatever it leads to, `other`. */
  readonly type: 'file' | 'folder' | 'other';
}

/** A file system, by paths with `/` between their segments. */
export interface FolderReader {
  /** @throws if it cannot be read */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** @returns `undefined` if there is no such file */
  readText(path: string): Promise<string | undefined>;
  /** @throws if it cannot be read */
  stat(path: string): Promise<{ readonly size: number; readonly modified: Date }>;
}

export interface ListedFile {
  /** Below the folder, with `/` between its segments. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly modified: Date;
}

export interface FolderListing {
  readonly files: readonly ListedFile[];
  /** In bytes, of all files together. */
  readonly size: number;
  /** How many entries, folders as one, are left out by `.gitignore` and `files.exclude`. */
  readonly excluded: number;
  /** How many are left out as links, or as neither files nor folders. */
  readonly others: number;
}

/** What is to be listed. */
export interface Listed {
  /** Path of the folder, in which `.gitignore` counts; no link. */
  readonly path: string;
  /** The folders above it whose `.gitignore` counts, too, from the topmost on. */
  readonly parents: readonly string[];
  readonly exclude: ExcludeSetting;
  /** The folder's path as `exclude` has it, ending with a slash; empty for a workspace folder. */
  readonly excludeBase: string;
  /** Whether the user has given up. */
  readonly isCancelled: () => boolean;
}

interface Rules {
  /** The folder of the `.gitignore`, ending with a slash. */
  readonly base: string;
  readonly rules: IgnoreRules;
}

/**
 * Lists the files of a folder and of those below it, in order, without what git does not track: what
 * `.gitignore` excludes, and `.git` itself. Links are not followed: what they lead to was not chosen.
 * @returns `undefined` if the user gave up, `too-many` if there are more than {@link MAX_FILES}
 * @throws if a folder cannot be read
 */
export async function listFolder(
  reader: FolderReader,
  { path, parents, exclude, excludeBase, isCancelled }: Listed,
): Promise<FolderListing | 'too-many' | undefined> {
  const files: ListedFile[] = [];
  const counts = { size: 0, excluded: 0, others: 0, entries: 0 };
  let began = performance.now();
  const above = await rulesOfParents(reader, parents, path);

  const isExcluded = (at: string, isFolder: boolean, names: ReadonlySet<string>, rules: Rules[]) =>
    exclude.excludes(excludeBase + at.slice(path.length + 1), names) ||
    ignores(rules, at, isFolder);

  const walk = async (folder: string, depth: number, outer: Rules[]): Promise<boolean> => {
    const entries = await reader.list(folder);
    counts.entries += entries.length;
    if (counts.entries > MAX_ENTRIES || depth > MAX_DEPTH) return false;
    const names = new Set(entries.map(({ name }) => name));
    const rules = [...outer, ...(await rulesOf(reader, folder, names))];
    for (const { name, type } of [...entries].sort(byName)) {
      if (isCancelled()) return true;
      if (performance.now() - began > TURN_MS) {
        await new Promise(setImmediate);
        began = performance.now();
      }
      const at = `${folder}/${name}`;
      if (name === '.git') continue;
      if (isExcluded(at, type === 'folder', names, rules)) counts.excluded++;
      else if (type === 'other') counts.others++;
      else if (type === 'folder') {
        if (!(await walk(at, depth + 1, rules))) return false;
      } else {
        const file = await reader.stat(at);
        counts.size += file.size;
        if (files.push({ ...file, path: at.slice(path.length + 1) }) > MAX_FILES) return false;
      }
    }
    return true;
  };

  if (!(await walk(path, 0, above))) return 'too-many';
  const { size, excluded, others } = counts;
  return isCancelled() ? undefined : { files, size, excluded, others };
}

function byName(a: FolderEntry, b: FolderEntry): number {
  return a.name < b.name ? -1 : 1;
}

/** The rules above a folder; none if they exclude the folder itself, which the user has chosen. */
async function rulesOfParents(
  reader: FolderReader,
  parents: readonly string[],
  path: string,
): Promise<Rules[]> {
  const rules: Rules[] = [];
  for (const parent of parents) {
    rules.push(...(await rulesOf(reader, parent, new Set(['.gitignore']))));
    const end = path.indexOf('/', parent.length + 1);
    if (ignores(rules, end < 0 ? path : path.slice(0, end), true)) return [];
  }
  return rules;
}

async function rulesOf(
  reader: FolderReader,
  folder: string,
  names: ReadonlySet<string>,
): Promise<Rules[]> {
  const text = names.has('.gitignore') ? await reader.readText(`${folder}/.gitignore`) : undefined;
  if (text === undefined) return [];
  return [{ base: `${folder}/`, rules: new IgnoreRules(text.slice(0, MAX_RULES)) }];
}

/** The innermost `.gitignore` that says anything about a path decides. */
function ignores(rules: readonly Rules[], path: string, isFolder: boolean): boolean {
  for (const { base, rules: own } of [...rules].reverse()) {
    const ignored = own.ignores(path.slice(base.length), isFolder);
    if (ignored !== undefined) return ignored;
  }
  return false;
}
