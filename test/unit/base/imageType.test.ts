import assert from 'node:assert/strict';
import { imageType } from '../../../src/base/imageType.ts';

const typeOf = (text: string) => imageType(Buffer.from(text, 'latin1'));

describe('imageType', () => {
  it('C2: knows pictures by their first bytes', () => {
    assert.equal(typeOf('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image/png');
    assert.equal(typeOf('\xff\xd8\xff\xe0'), 'image/jpeg');
    assert.equal(typeOf('GIF89a'), 'image/gif');
    assert.equal(typeOf('RIFF\n\0\x01\x02WEBPVP8 '), 'image/webp');
  });

  it('C2: takes nothing else for one', () => {
    for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', ' GIF89a']) {
      assert.equal(typeOf(text), undefined);
    }
    assert.equal(typeOf('RIFF\0\0\0\0WAVE'), undefined);
  });
});
