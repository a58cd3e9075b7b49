import { looksSecret } from '../secretFiles.ts';

/** The mode of a file that git adds, and that of a program. */
const MODE = '100644';
/** Git takes a file for binary by a zero byte in its first bytes, this many. */
const SAMPLE_BYTES = 8000;

/** A patch, and what could not go into it. */
export interface Patch {
  readonly text: string;
  /** Paths of files that changed and are binary. */
  readonly binary: readonly string[];
  /** Paths of those in it that look like secrets. */
  readonly secrets: readonly string[];
}

/** A part of a patch: what one file's change is; `undefined` if it is binary. */
export interface FilePatch {
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * The patch of a file that git does not know yet, as `git diff` prints one that was added.
 * @param path below the root of the repository, with `/` between its segments
 */
export function addedFile(path: string, content: Uint8Array): FilePatch {
  if (content.subarray(0, SAMPLE_BYTES).includes(0)) return { path, text: undefined };
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const head = `diff --git ${from} ${to}\nnew file mode ${MODE}\n`;
  if (content.length === 0) return { path, text: head };
  const lines = new TextDecoder().decode(content).split('\n');
  const isWhole = lines.at(-1) === '';
  if (isWhole) lines.pop();
  const range = lines.length === 1 ? '+1' : `+1,${lines.length}`;
  const added = lines.map((line) => `+${line}\n`).join('');
  const end = isWhole ? '' : '\\ No newline at end of file\n';
  return { path, text: `${head}--- /dev/null\n+++ ${to}\n@@ -0,0 ${range} @@\n${added}${end}` };
}

/** What `git diff` printed of a file; without the content of a binary one, nothing applies. */
export function changedFile(path: string, diff: string): FilePatch {
  return { path, text: /^Binary files /mu.test(diff) ? undefined : diff };
}

/** Joins the changes of files; what a patch begins with is passed over by whatever applies it. */
export function joined(parts: readonly FilePatch[]): Patch {
  const binary = parts.filter(({ text }) => text === undefined).map(({ path }) => path);
  const head = binary.map((path) => `# Binary, and not in this patch: ${quoted(path)}\n`);
  const texts = parts.map(({ text = '' }) =>
    text === '' || text.endsWith('\n') ? text : `${text}\n`,
  );
  const secrets = parts.filter(isSecret).map(({ path }) => path);
  return { text: [...head, ...texts].join(''), binary, secrets };
}

function isSecret({ path, text }: FilePatch): boolean {
  if (text === undefined) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  // As its lines are without what marks them as added or removed.
  return looksSecret(name, Buffer.from(text.replaceAll(/^[+ -]/gmu, '')), path);
}

/** A path as git writes it: one with characters that would end it is in quotation marks. */
function quoted(path: string): string {
  if (!/["\\\p{Cc}]/u.test(path)) return path;
  const escaped = path.replaceAll(
    /["\\\p{Cc}]/gu,
    (char) =>
      ({ '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' })[char] ??
      [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
  return `"${escaped}"`;
}
