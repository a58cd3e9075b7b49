const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** Formats a size in bytes: decimal units, at most three significant digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = '';
  for (unit of UNITS) {
    value /= 1000;
    if (value < 999.5) break;
  }
  return `${Number(value.toPrecision(3))} ${unit}`;
}
