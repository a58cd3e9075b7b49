/** What a pasted picture's file is called after, by its type; SVG is no picture to be shown here. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/**
 * The picture that a paste brings. Text that comes with it is what is meant: spreadsheets and word
 * processors add a picture of what was copied.
 */
export function pastedPicture(data: DataTransfer, now: Date): File | undefined {
  if (data.types.includes('text/plain')) return undefined;
  const picture = [...data.files].find(({ type }) => EXTENSIONS[type] !== undefined);
  return picture && new File([picture], pastedName(picture.type, now), { type: picture.type });
}

/** The name of a picture that has none, by its type and the local time: `pasted-2026-11-21-0830.png`. */
export function pastedName(type: string, time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = `${two(time.getHours())}${two(time.getMinutes())}`;
  return `pasted-${day}-${clock}.${EXTENSIONS[type] ?? 'png'}`;
}
