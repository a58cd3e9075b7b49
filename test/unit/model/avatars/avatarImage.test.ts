import assert from 'node:assert/strict';
import { checkedImage, ownImage } from '../../../../src/model/avatars/avatarImage.ts';
import { png, sha1 } from '../../../support/pictures.ts';

const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" />');

describe('the picture of an avatar', () => {
  const check = (content: Uint8Array, hash = sha1(content)) => checkedImage(content, hash);

  it('A37: is shown only if it has the hash that was announced', () => {
    const content = png(64);
    assert.deepEqual(check(content), { content, mediaType: 'image/png' });
    assert.equal(check(content, sha1(png(65))), undefined);
  });

  it('A37: is a picture by its first bytes, never SVG, and small enough to be decoded', () => {
    assert.equal(check(svg), undefined);
    assert.equal(check(new Uint8Array([1, 2, 3])), undefined);
    assert.ok(check(png(1024, 1)));
    assert.equal(check(png(1025, 1)), undefined);
    const bomb = png(1);
    new DataView(bomb.buffer).setUint32(16, 30_000);
    assert.equal(check(bomb), undefined);
    const padded = new Uint8Array(1024 * 1024);
    padded.set(png(64));
    assert.equal(check(padded), undefined);
  });

  it('of ours is a PNG or JPEG that servers take', () => {
    const content = png(192);
    const { hash, mediaType, width, height } = ownImage(content) ?? {};
    assert.deepEqual([hash, mediaType, width, height], [sha1(content), 'image/png', 192, 192]);
    assert.equal(ownImage(svg), undefined);
    const gif = Buffer.from('GIF89a\x40\x00\x40\x00\x00\x00\x00;', 'latin1');
    assert.equal(ownImage(new Uint8Array(gif)), undefined);
    const padded = new Uint8Array(55 * 1024);
    padded.set(content);
    assert.equal(ownImage(padded), undefined);
  });
});
