import assert from 'node:assert/strict';
import { pastedName } from '../../../../webview/view/pastedPicture.ts';

describe('a pasted picture', () => {
  it('is named after the local time and its type', () => {
    const time = new Date(2026, 10, 1, 8, 3);
    assert.equal(pastedName('image/png', time), 'pasted-2026-11-01-0803.png');
    assert.equal(pastedName('image/jpeg', time), 'pasted-2026-11-01-0803.jpg');
  });
});
