import assert from 'node:assert/strict';
import { formatDay } from '../../../../webview/view/format.ts';

describe('formatDay', () => {
  it('names the year only where it is another', () => {
    const day = new Date(2025, 10, 20).getTime();
    assert.ok(formatDay(day, new Date(2026, 0, 1).getTime()).includes('2025'));
    assert.ok(!formatDay(day, new Date(2025, 11, 1).getTime()).includes('2025'));
  });
});
