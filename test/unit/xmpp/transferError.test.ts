import assert from 'node:assert/strict';
import { tooLarge } from '../../../src/xmpp/transferError.ts';

describe('TransferError', () => {
  it('names the limit as people read it', () => {
    const sentence = (limit: string) =>
      `The file is larger than allowed${limit}: send it in smaller parts.`;
    assert.equal(tooLarge(undefined).message, sentence(''));
    assert.equal(tooLarge(999).message, sentence(' (at most 999 bytes)'));
    assert.equal(tooLarge(5_242_880).message, sentence(' (at most 5.24 MB)'));
    assert.equal(tooLarge(1e20).message, sentence(' (at most 100000000 TB)'));
  });
});
