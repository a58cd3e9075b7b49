/** What a pasted picture's file is called after, by its type; SVG is no picture to be shown here. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};
/** How a browser calls a picture in the clipboard that is no file. */
const NAMELESS = /^image\.\w+$/u;

/**
 * The files that a paste brings; none where it brings text with a picture, which spreadsheets and word
 * processors add of what was copied. Files of the system stay what is meant.
 */
export function pastedFiles(data: DataTransfer, now: Date): readonly File[] {
  const files = [...data.files];
  const [first] = files;
  if (!first || (files.length === 1 && isNameless(first) && data.types.includes('text/plain'))) {
    return [];
  }
  let count = 0;
  return files.map((file) => {
    if (!isNameless(file)) return file;
    count++;
    return new File([file], pastedName(file.type, now, count), { type: file.type });
  });
}

function isNameless({ name, type }: File): boolean {
  return EXTENSIONS[type] !== undefined && NAMELESS.test(name);
}

/**
 * The name of a picture that has none, by its type, the local time, and which one of several it is:
 * `pasted-2026-11-21-0830.png`, `pasted-2026-11-21-0830-2.png`.
 */
export function pastedName(type: string, time: Date, count: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = `${two(time.getHours())}${two(time.getMinutes())}`;
  const number = count > 1 ? `-${count}` : '';
  return `pasted-${day}-${clock}${number}.${EXTENSIONS[type] ?? 'png'}`;
}
