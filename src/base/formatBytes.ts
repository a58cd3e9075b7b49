const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size in bytes for people: decimal units, at most three significant digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${UNITS[unit] ?? ''}`;
}
