/** Formats times in the language of the texts; in English, as the system does. */
import { dateLocale } from '../../src/base/l10n.ts';

const STYLES = {
  time: { timeStyle: 'short' },
  dateTime: { dateStyle: 'short', timeStyle: 'short' },
  full: { dateStyle: 'full', timeStyle: 'medium' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayAndYear: { dateStyle: 'full' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

type Style = keyof typeof STYLES;

/** They are slow to make, and the language is not known before the page starts. */
const formats = new Map<Style, Intl.DateTimeFormat>();

function format(style: Style, time: number): string {
  const known = formats.get(style) ?? new Intl.DateTimeFormat(dateLocale(), STYLES[style]);
  formats.set(style, known);
  return known.format(time);
}

/** @param time in ms since 1970, as in all functions here */
export function formatTime(time: number): string {
  return format('time', time);
}

/** The short day and time. */
export function formatDateTime(time: number): string {
  return format('dateTime', time);
}

export function formatFull(time: number): string {
  return format('full', time);
}

/** The day, with its year unless it is that of `now`. */
export function formatDay(time: number, now: number): string {
  const thisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return format(thisYear ? 'day' : 'dayAndYear', time);
}
