import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { extension } from './parley.ts';

describe('activation', () => {
  it('happens by itself once the window has opened', async () => {
    for (let i = 0; i < 200 && !extension().isActive; i++) await delay(100);
    assert.ok(extension().isActive);
  });
});
