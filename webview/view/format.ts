/** Formats times in the user's own language and calendar. */

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });
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

/** The short day and time. */
export function formatDateTime(time: number): string {
  return DATE_TIME.format(time);
}

export function formatFull(time: number): string {
  return FULL.format(time);
}

/** Whether both times are on the same day of the user's calendar. */
export function isSameDay(a: number, b: number): boolean {
  const [one, other] = [new Date(a), new Date(b)];
  return (
    one.getDate() === other.getDate() &&
    one.getMonth() === other.getMonth() &&
    one.getFullYear() === other.getFullYear()
  );
}

/** The day, with its year unless it is that of `now`. */
export function formatDay(time: number, now: number): string {
  const thisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (thisYear ? DAY : DAY_AND_YEAR).format(time);
}
