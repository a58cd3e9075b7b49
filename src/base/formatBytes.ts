import { languageTag, plural } from './l10n.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** Formats a size in bytes: decimal units, at most three significant digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, ['{count} byte', '{count} bytes']);
  let value = bytes;
  let unit = '';
  for (unit of UNITS) {
    value /= 1000;
    if (value < 999.5) break;
  }
  const digits = { maximumSignificantDigits: 3, useGrouping: false };
  return `${value.toLocaleString(languageTag(), digits)} ${unit}`;
}
