import { dateLocale } from '../../base/l10n.ts';
import { addDays, beginningOf, dayAt } from '../../base/timeZone.ts';

/** Times as a list of chats shows them, in one time zone. */
export class ListTimes {
  readonly #now: () => number;
  readonly #zone: () => string;
  #made: { readonly zone: string; readonly formats: Formats } | undefined;

  /** @param zone the user's time zone (IANA) */
  constructor(now: () => number, zone: () => string) {
    this.#now = now;
    this.#zone = zone;
  }

  /** Of today the time of day, of the last days the day of the week, else the date. */
  short(time: number): string {
    const zone = this.#zone();
    const { clock, weekday, date } = this.#formats(zone);
    const today = dayAt(this.#now(), zone);
    if (time >= (beginningOf(today, zone) ?? 0)) return clock.format(time);
    return time >= (beginningOf(addDays(today, -6), zone) ?? 0)
      ? weekday.format(time)
      : date.format(time);
  }

  /** Date and time of day. */
  full(time: number): string {
    return this.#formats(this.#zone()).full.format(time);
  }

  /** When {@link short} changes for all: in ms from now. */
  untilTomorrow(): number {
    const zone = this.#zone();
    const tomorrow = addDays(dayAt(this.#now(), zone), 1);
    return Math.max(1000, (beginningOf(tomorrow, zone) ?? 0) - this.#now());
  }

  /** Cached: creating a format takes longer than using it a hundred times. */
  #formats(zone: string): Formats {
    if (this.#made?.zone !== zone) this.#made = { zone, formats: formatsIn(zone) };
    return this.#made.formats;
  }
}

type Formats = ReturnType<typeof formatsIn>;

function formatsIn(timeZone: string) {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateLocale(), { ...options, timeZone });
  return {
    clock: of({ timeStyle: 'short' }),
    weekday: of({ weekday: 'short' }),
    date: of({ dateStyle: 'short' }),
    full: of({ dateStyle: 'medium', timeStyle: 'short' }),
  };
}
