import assert from 'node:assert/strict';
import { tooLarge } from '../../../src/xmpp/transferError.ts';
import { told } from '../../support/say.ts';

describe('TransferError', () => {
  it('names the limit as people read it', () => {
    const sentence = (limit: string) =>
      `The file is larger than allowed${limit}: send it in smaller parts.`;
    assert.equal(told(tooLarge(undefined)), sentence(''));
    assert.equal(told(tooLarge(999)), sentence(' (at most 999 bytes)'));
    assert.equal(told(tooLarge(5_242_880)), sentence(' (at most 5.24 MB)'));
    assert.equal(told(tooLarge(1e20)), sentence(' (at most 100000000 TB)'));
  });
});
