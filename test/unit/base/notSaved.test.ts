import assert from 'node:assert/strict';
import { notSaved } from '../../../src/base/notSaved.ts';
import { type UserErrorCode } from '../../../src/base/userErrorCodes.ts';

const CODES: Readonly<Record<string, UserErrorCode>> = {
  EEXIST: 'not-saved.exists',
  ENOENT: 'not-saved.missing',
  EACCES: 'not-saved.denied',
  EROFS: 'not-saved.denied',
  ENOSPC: 'not-saved.full',
  EDQUOT: 'not-saved.quota',
  EFBIG: 'not-saved.too-large',
};

describe('notSaved', () => {
  for (const [reason, code] of Object.entries(CODES)) {
    it(`says what ${reason} means`, () => {
      const error = Object.assign(new Error('/home/ada/a.bin'), { code: reason });
      assert.deepEqual(notSaved('a.bin', error), { code, params: { name: 'a.bin' } });
    });
  }

  it('names any other reason, and nothing of what has none', () => {
    const error = Object.assign(new Error('/home/ada/a.bin'), { code: 'EIO' });
    assert.deepEqual(notSaved('a.bin', error).params, { name: 'a.bin', reason: 'EIO' });
    assert.equal(notSaved('a.bin', new Error('odd')).code, 'not-saved.folder');
  });
});
