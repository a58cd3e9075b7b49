import assert from 'node:assert/strict';
import { parseProfileRequest } from '../../../../src/ui/profile/profileRequest.ts';

const content = new Uint8Array(1);

describe('the requests of a profile’s tab', () => {
  for (const request of [
    { type: 'loaded' },
    { type: 'choosePicture', from: 'editor' },
    { type: 'copyAddress', form: 'link' },
    { type: 'keep', typed: { name: '', note: 'Analyst' } },
    { type: 'save', fields: { name: 'Ada' }, avatar: null },
    { type: 'save', fields: {}, avatar: { content, access: 'open' } },
  ]) {
    it(`are taken: ${JSON.stringify(request)}`, () => {
      assert.deepEqual(parseProfileRequest(request), request);
    });
  }

  for (const request of [
    { type: 'openLink', url: 'https://example.org' },
    { type: 'choosePicture', from: '/etc/passwd' },
    { type: 'copyAddress', form: 'address', text: 'another@example.org' },
    { type: 'copyAddress', form: 'password' },
    { type: 'save', fields: { photo: 'x' } },
    { type: 'keep', typed: { photo: 'x' } },
    { type: 'save', fields: { note: 'x'.repeat(4097) } },
    { type: 'save', fields: {}, avatar: { content: [1], access: 'open' } },
    { type: 'save', fields: {}, avatar: { content, access: 'whitelist' } },
    { type: 'save', fields: {}, account: 'other@example.org' },
  ]) {
    it(`are refused: ${JSON.stringify(request).slice(0, 60)}`, () => {
      assert.equal(parseProfileRequest(request), undefined);
    });
  }

  it('A37: are refused with a picture of more than a megabyte', () => {
    const avatar = { content: new Uint8Array(1024 * 1024 + 1), access: 'open' };
    assert.equal(parseProfileRequest({ type: 'save', fields: {}, avatar }), undefined);
  });
});
