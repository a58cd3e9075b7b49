import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, beginningOf, dayAt, isTimeZone } from '../../../src/base/timeZone.ts';

const day = (text: string) => {
  const [year = 0, month = 0, of = 0] = text.split('-').map(Number);
  return { year, month, day: of };
};
const begins = (text: string, zone: string) => {
  const time = beginningOf(day(text), zone);
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('a day in a time zone', () => {
  it('begins where the clock of that zone says so, also where it goes forward or back at midnight', () => {
    const cases = [
      ['2026-11-27', 'UTC', '2026-11-27T00:00:00.000Z'],
      ['2026-11-27', 'Pacific/Kiritimati', '2026-11-26T10:00:00.000Z'],
      ['2026-11-27', 'Asia/Kathmandu', '2026-11-26T18:15:00.000Z'],
      ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
      ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
      // Midnight itself is left out, and comes twice.
      ['2024-09-08', 'America/Santiago', '2024-09-08T04:00:00.000Z'],
      ['2024-11-03', 'America/Havana', '2024-11-03T04:00:00.000Z'],
      ['0099-01-01', 'UTC', '0099-01-01T00:00:00.000Z'],
    ] as const;
    for (const [text, zone, expected] of cases) assert.equal(begins(text, zone), expected, text);
  });

  it('is none where the calendar has none', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-01', '2026-01-32']) {
      assert.equal(begins(text, 'UTC'), undefined, text);
    }
    // The whole of it was left out when the date line moved.
    assert.equal(begins('2011-12-30', 'Pacific/Apia'), undefined);
  });

  it('follows another by the calendar, whatever its length', () => {
    assert.deepEqual(addDays(day('2026-03-30'), -7), day('2026-03-23'));
    assert.deepEqual(addDays(day('2026-01-01'), -365), day('2025-01-01'));
    assert.deepEqual(addDays(day('2024-02-28'), 2), day('2024-03-01'));
  });

  it('has every moment between its beginning and the next one’s', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Santiago',
      'Asia/Tehran',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }),
        (zone, time) => {
          const today = dayAt(time, zone);
          const from = beginningOf(today, zone) ?? Infinity;
          const to = beginningOf(addDays(today, 1), zone) ?? -Infinity;
          assert.ok(from <= time && time < to, `${zone} ${String(time)}`);
        },
      ),
    );
  });

  it('takes names of zones only', () => {
    assert.ok(isTimeZone('Europe/Berlin'));
    for (const name of ['', 'Mars/Olympus', 'x'.repeat(100)]) assert.ok(!isTimeZone(name), name);
  });
});
