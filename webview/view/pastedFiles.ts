/** The file extension of what was pasted, by type; SVG is not shown as a picture. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/plain': 'txt',
};
/** The name that a browser gives to a picture in the clipboard that is no file. */
const NAMELESS = /^image\.\w+$/u;

/**
 * The files of a paste; none if it has text with a picture, which spreadsheets and word processors
 * add to what was copied. Files of the system are always included.
 *
 * @param taken names that a nameless file does not get
 */
export function pastedFiles(
  data: DataTransfer,
  now: Date,
  taken: readonly string[] = [],
): readonly File[] {
  const files = [...data.files];
  const [first] = files;
  if (!first || (files.length === 1 && isNameless(first) && data.types.includes('text/plain'))) {
    return [];
  }
  let count = 0;
  return files.map((file) => {
    if (!isNameless(file)) return file;
    let name: string;
    do name = pastedName(file.type, now, ++count);
    while (taken.includes(name));
    return new File([file], name, { type: file.type });
  });
}

function isNameless({ name, type }: File): boolean {
  return EXTENSIONS[type] !== undefined && NAMELESS.test(name);
}

/**
 * The name of a nameless picture or text, by its type, the local time, and its number among several:
 * `pasted-2026-11-21-0830.png`, `pasted-2026-11-21-0830-2.png`.
 */
export function pastedName(type: string, time: Date, count: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = `${two(time.getHours())}${two(time.getMinutes())}`;
  const number = count > 1 ? `-${count}` : '';
  return `pasted-${day}-${clock}${number}.${EXTENSIONS[type] ?? 'png'}`;
}
