/** Days and times in a given time zone (IANA), rather than in that of this process. */

/** The time zone of this process. */
export function processZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A calendar day. */
export interface Day {
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Whether this is the name of a known time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The day of a time, in ms since 1970. */
export function dayAt(time: number, zone: string): Day {
  const [year = 0, month = 0, day = 0] = partsAt(time, zone);
  return { year, month, day };
}

/** Adds days by the calendar, also negative ones: some days have 23 or 25 hours. */
export function addDays({ year, month, day }: Day, days: number): Day {
  return dayAt(utc(year, month, day + days), 'UTC');
}

/** The first moment of a day, in ms since 1970; `undefined` if the day does not exist. */
export function beginningOf(day: Day, zone: string): number | undefined {
  const guess = utc(day.year, day.month, day.day);
  if (!isSame(dayAt(guess, 'UTC'), day)) return undefined;
  // The clock may change at midnight itself: of the two moments, takes the first one on that day.
  const [before, after] = [guess - DAY_MS, guess + DAY_MS].map((at) => guess - offsetAt(at, zone));
  const moments = [before, after].filter((time) => time !== undefined).sort((a, b) => a - b);
  return moments.find((time) => isSame(dayAt(time, zone), day));
}

function isSame(one: Day, other: Day): boolean {
  return one.year === other.year && one.month === other.month && one.day === other.day;
}

/** The zone's offset from UTC at a time, in ms. */
function offsetAt(time: number, zone: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = partsAt(time, zone);
  const shown = utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  return shown - Math.floor(time / 1000) * 1000;
}

/** Year, month, day, hour, minute and second. */
function partsAt(time: number, zone: string): number[] {
  const parts = formatOf(zone).formatToParts(time);
  return parts.filter(({ type }) => type !== 'literal').map(({ value }) => Number(value));
}

/** Unlike `Date.UTC`, does not add 1900 to years up to 99. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

let format: { readonly zone: string; readonly format: Intl.DateTimeFormat } | undefined;

/** Cached: creating a format takes longer than using it a hundred times. */
function formatOf(zone: string): Intl.DateTimeFormat {
  if (format?.zone !== zone) {
    const numeric = '2-digit';
    const options = { month: numeric, day: numeric, hour: numeric, minute: numeric } as const;
    format = {
      zone,
      // The Swedish locale writes the largest unit first.
      format: new Intl.DateTimeFormat('sv', {
        ...options,
        year: 'numeric',
        second: numeric,
        hourCycle: 'h23',
        timeZone: zone,
      }),
    };
  }
  return format.format;
}
