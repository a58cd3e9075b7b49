/** Times and sizes in the user's own language and calendar. */

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const DAY_AND_YEAR = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** @param time in ms since 1970, as in all functions here */
export function formatTime(time: number): string {
  return TIME.format(time);
}

export function formatFull(time: number): string {
  return FULL.format(time);
}

/** The day, with its year unless that is the year of `now`. */
export function formatDay(time: number, now: number): string {
  const thisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (thisYear ? DAY : DAY_AND_YEAR).format(time);
}

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** A size in bytes, in decimal units, as file managers write it. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit: string = UNITS[0];
  for (unit of UNITS) {
    value /= 1000;
    if (value < 999.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}
