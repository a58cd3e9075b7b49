import assert from 'node:assert/strict';
import { hasAac, isSoundOnly, mediaType } from '../../../src/base/mediaType.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('sound and video', () => {
  it('are known by their signature, of either kind by their tracks', () => {
    const cases: readonly (readonly [string, string | undefined, boolean])[] = [
      ['RIFF\x24\0\0\0WAVEfmt ', 'audio/wav', true],
      ['RIFF\x24\0\0\0WEBPVP8 ', undefined, true],
      ['fLaC\0', 'audio/flac', true],
      ['ID3\x04', 'audio/mpeg', true],
      ['\xff\xfb\x90\0', 'audio/mpeg', true],
      ['\xff\xf1\x50\x80', undefined, true],
      ['\xff\xd8\xff\xe0', undefined, true],
      ['OggS\0\x02 vorbis', 'application/ogg', true],
      ['OggS\0\x02 \x80theora', 'application/ogg', false],
      ['\x1a\x45\xdf\xa3 A_OPUS', 'video/webm', true],
      ['\x1a\x45\xdf\xa3 V_VP9 A_OPUS', 'video/webm', false],
      ['\0\0\0\x20ftypisom soun mp4a', 'video/mp4', true],
      [`\0\0\0\x20ftypisom${' '.repeat(600_000)}vide`, 'video/mp4', false],
      ['<svg xmlns="http://www.w3.org/2000/svg">', undefined, true],
      ['', undefined, true],
    ];
    for (const [text, type, isSound] of cases) {
      const content = bytes(text);
      assert.deepEqual(
        [mediaType(content), isSoundOnly(content)],
        [type, isSound],
        text.slice(0, 40),
      );
    }
  });

  it('are known to have sound in AAC, at either end', () => {
    assert.equal(hasAac(bytes('\0\0\0\x20ftypisom vide avc1 soun mp4a')), true);
    assert.equal(hasAac(bytes(`\0\0\0\x20ftypisom${' '.repeat(600_000)}mp4a`)), true);
    assert.equal(hasAac(bytes('\0\0\0\x20ftypisom vide avc1 soun Opus')), false);
    assert.equal(hasAac(bytes('\x1a\x45\xdf\xa3 V_VP9 mp4a')), false);
  });
});
