import assert from 'node:assert/strict';
import { imageExtension } from '../../../src/base/imageType.ts';

describe('imageExtension', () => {
  it('C2: goes by the first bytes, and knows nothing that can run', () => {
    const of = (text: string) => imageExtension(Buffer.from(text, 'latin1'));
    assert.equal(of('\x89PNG\r\n\x1a\n…'), 'png');
    assert.equal(of('\xff\xd8\xff\xe0'), 'jpg');
    assert.equal(of('GIF89a'), 'gif');
    for (const other of ['', '\x89PNG', '<svg xmlns="…">', '%PDF-1.7', 'MZ']) {
      assert.equal(of(other), undefined, other);
    }
  });
});
