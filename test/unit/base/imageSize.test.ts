import assert from 'node:assert/strict';
import { imageSize, mayBeDrawn } from '../../../src/base/imageSize.ts';
import { cpuTime } from '../../support/cpuTime.ts';

const be = (bytes: number, value: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const le = (bytes: number, value: number) => be(bytes, value).reverse();
const join = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
const chunk = (type: string, data: Uint8Array) => join(be(4, data.length), type, data, be(4, 0));
const png = (width: number, height: number, ...chunks: Uint8Array[]) =>
  join('\x89PNG\r\n\x1a\n', chunk('IHDR', join(be(4, width), be(4, height), be(5, 0))), ...chunks);
const segment = (marker: number, data: Uint8Array) =>
  join(be(1, 0xff), be(1, marker), be(2, data.length + 2), data);
const frame = (width: number, height: number) => join(be(1, 8), be(2, height), be(2, width));
const jpeg = (...segments: Uint8Array[]) => join('\xff\xd8', ...segments, segment(0xda, be(1, 0)));
const gif = (width: number, height: number, ...blocks: Uint8Array[]) =>
  join('GIF89a', le(2, width), le(2, height), be(3, 0x800000), be(6, 0), ...blocks, ';');
const gifFrame = (left: number, width: number, height: number) =>
  join(
    ',',
    le(2, left),
    le(2, 0),
    le(2, width),
    le(2, height),
    be(1, 0),
    be(1, 2),
    be(3, 0x014400),
  );
const webp = (...chunks: [string, Uint8Array][]) =>
  join(
    ...['RIFF', le(4, 0), 'WEBP'],
    ...chunks.map(([name, data]) =>
      join(name, le(4, data.length), data, Buffer.alloc(data.length % 2)),
    ),
  );
const vp8 = (width: number, height: number) =>
  join(be(3, 0), '\x9d\x01\x2a', le(2, width), le(2, height));
const vp8l = (width: number, height: number) =>
  join('\x2f', le(4, (width - 1) | ((height - 1) << 14)));
const vp8x = (flags: number, width: number, height: number) =>
  join(be(1, flags), be(3, 0), le(3, width - 1), le(3, height - 1));
const anmf = (left: number, width: number, height: number) =>
  join(le(3, left / 2), le(3, 0), le(3, width - 1), le(3, height - 1), be(4, 0));

describe('A14 the size of a picture', () => {
  it('is read from the headers of each kind', () => {
    const icc = segment(0xe2, join('\xff\xc0\x00\x11\x08\x00\x01\x00\x01'));
    const pictures: readonly (readonly [Uint8Array, number, number, boolean])[] = [
      [png(16_000, 9000), 16_000, 9000, false],
      [png(20, 10, chunk('acTL', Buffer.alloc(8)), chunk('IDAT', be(1, 0))), 20, 10, true],
      [jpeg(icc, segment(0xc4, be(4, 1)), segment(0xc0, frame(640, 480))), 640, 480, false],
      [jpeg(segment(0xc2, frame(65_535, 3))), 65_535, 3, false],
      [join('\xff\xd8\xff', segment(0xe0, be(2, 0)), segment(0xc1, frame(7, 8))), 7, 8, false],
      [gif(30, 20, gifFrame(0, 30, 20)), 30, 20, false],
      [
        gif(30, 20, gifFrame(0, 30, 20), join('!\xf9', be(3, 0x010000)), gifFrame(0, 5, 5)),
        30,
        20,
        true,
      ],
      [gif(1, 1, gifFrame(100, 60_000, 40_000)), 60_100, 40_000, false],
      [webp(['VP8 ', vp8(800, 600)]), 800, 600, false],
      [webp(['VP8L', vp8l(16_384, 16_384)]), 16_384, 16_384, false],
      [webp(['VP8X', vp8x(0x10, 100_000, 2)], ['VP8L', vp8l(3, 9)]), 100_000, 9, false],
      [webp(['VP8X', vp8x(2, 90, 80)], ['ANMF', anmf(4, 90, 80)]), 94, 80, true],
    ];
    for (const [content, width, height, animated] of pictures) {
      const { mediaType = '', ...size } = imageSize(content) ?? {};
      assert.deepEqual(size, { width, height, animated }, mediaType);
    }
  });

  it('is unknown where no header tells it, and then nothing is decoded', () => {
    const none = [
      ...[png(0, 9), join('\x89PNG\r\n\x1a\n', chunk('IDAT', be(1, 0))), jpeg(), gif(0, 5)],
      ...[webp(), webp(['EXIF', be(4, 0)]), join('<svg width="9" height="9"/>'), Buffer.of()],
      ...[join('\x89PNG\r\n'), join('\xff\xd8\xff'), join('GIF89a'), join('RIFF....WEBP')],
    ];
    for (const content of none) assert.equal(imageSize(content), undefined);
  });

  it('decides whether it may be drawn', () => {
    const may = (content: Uint8Array) => mayBeDrawn(imageSize(content) ?? assert.fail());
    const photo = png(8000, 5000);
    const animation = [gifFrame(0, 2000, 2000), gifFrame(0, 2000, 2000)];
    for (const content of [photo, gif(2000, 2000, ...animation)]) assert.equal(may(content), true);
    const many = [gifFrame(0, 6000, 6000), gifFrame(0, 1, 1)];
    const large = [png(16_000, 16_000), png(1, 30_001), gif(9, 9, ...many), png(2 ** 31, 2)];
    for (const content of large) assert.equal(may(content), false);
  });

  it('is found quickly in anything', () => {
    const size = 10_000_000;
    const starts = [gif(9, 9), webp(['ANMF', anmf(0, 1, 1)]), png(9, 9), jpeg().subarray(0, 2)];
    for (const fill of ['\0', ',', '\xff', '!', 'ANMF\0\0\0\0', '\xff\xe0\0\x02', '\x01']) {
      for (const start of starts) {
        const content = join(start.subarray(0, -1), Buffer.alloc(size, fill, 'latin1'));
        const spent = cpuTime(() => imageSize(content));
        assert.ok(spent < 250, `${Math.round(spent)} ms of CPU`);
      }
    }
  }).timeout(20_000);
});
