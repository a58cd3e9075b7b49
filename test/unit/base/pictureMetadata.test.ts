import assert from 'node:assert/strict';
import { withoutMetadata } from '../../../src/base/pictureMetadata.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const segment = (marker: number, data: Uint8Array) =>
  Buffer.concat([Uint8Array.of(0xff, marker, 0, data.length + 2), data]);
/** An orientation in Exif, in either order of bytes, after an entry that says something else. */
const exif = (orientation: number, isLittle: boolean, more = '') => {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  const u16 = isLittle ? tiff.writeUInt16LE.bind(tiff) : tiff.writeUInt16BE.bind(tiff);
  const u32 = isLittle ? tiff.writeUInt32LE.bind(tiff) : tiff.writeUInt32BE.bind(tiff);
  tiff.write(isLittle ? 'II' : 'MM', 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(2, 8);
  for (const [at, tag, value] of [
    [10, 0x0103, 6],
    [22, 0x0112, orientation],
  ] as const) {
    u16(tag, at);
    u16(3, at + 2);
    u32(1, at + 4);
    u16(value, at + 8);
  }
  return segment(0xe1, Buffer.concat([latin('Exif\0\0'), tiff, latin(more)]));
};
const soi = Uint8Array.of(0xff, 0xd8);
const eoi = Uint8Array.of(0xff, 0xd9);
const jfif = segment(0xe0, latin('JFIF\0\x01\x02\0\0\x01\0\x01\0\0'));
const colours = segment(0xe2, latin('ICC_PROFILE\0\x01\x01sRGB'));
const adobe = segment(0xee, latin('Adobe\0d\0\0\0\0\0'));
const table = segment(0xdb, latin('\0quantized'));
/** Two scans, as of a progressive picture, with stuffed bytes and a restart marker. */
const scans = Buffer.concat([
  ...[segment(0xda, latin('\x01')), latin('ab\xff\0cd\xff\xd0ef')],
  ...[segment(0xc4, latin('huffman')), segment(0xda, latin('\x01')), latin('gh')],
]);
const picture = Buffer.concat([soi, jfif, colours, adobe, table, scans, eoi]);
/** Exif that says nothing but that a picture is turned, in hex. */
const TURNED = '4d4d002a00000008000101120003000000010006000000000000';
const cleaned = (content: Uint8Array) => {
  const left = withoutMetadata(content);
  return left && Buffer.from(left);
};

describe('the metadata of a JPEG picture', () => {
  it('are removed, whatever they say, and so is what follows the picture', () => {
    for (const secret of [
      exif(1, true, 'GPS'),
      segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')),
      segment(0xe1, latin('Exif\0\0II*\0\xff\xff\xff\xff')),
      segment(0xe0, latin('JFXX\0\x10thumbnail')),
      segment(0xe2, latin('MPF\0second picture')),
      segment(0xed, latin('Photoshop 3.0\0 8BIM')),
      segment(0xfe, latin('by Ada')),
    ]) {
      const parts = [soi, jfif, secret, colours, adobe, table, scans, eoi];
      assert.deepEqual(cleaned(Buffer.concat(parts)), picture);
    }
    const trailing = Buffer.concat([picture, soi, exif(1, true, 'GPS'), eoi]);
    assert.deepEqual(cleaned(trailing), picture);
  });

  it('keep the orientation, and nothing else', () => {
    for (const isLittle of [true, false]) {
      const given = Buffer.concat([soi, jfif, exif(6, isLittle, 'GPS'), table, scans, eoi]);
      const left = cleaned(given);
      assert.ok(left);
      assert.equal(left.includes('GPS'), false);
      const start = soi.length + jfif.length;
      const end = left.length - table.length - scans.length - eoi.length;
      assert.deepEqual(left.subarray(0, start), Buffer.concat([soi, jfif]));
      const kept = left.subarray(start, end);
      assert.equal(
        kept.toString('hex'),
        'ffe10022457869660000' + '4d4d002a00000008' + '0001011200030000000100060000' + '00000000',
      );
      assert.equal(withoutMetadata(left), undefined);
    }
  });

  it('are removed from one without an end, which gets one', () => {
    const cut = Buffer.concat([soi, jfif, exif(1, true, 'GPS'), colours, adobe, table, scans]);
    assert.deepEqual(cleaned(cut), picture);
  });

  it('are removed from where decoders pass over what is between segments, or cut off', () => {
    const secret = exif(1, true, 'GPS');
    const odd = [latin('\0\0pad'), Uint8Array.of(0xff, 0xff), Uint8Array.of(0xff, 1, 0xff, 0xd0)];
    for (const between of odd) {
      const parts = [soi, jfif, between, secret, between, colours, adobe, table, scans, eoi];
      assert.equal(cleaned(Buffer.concat(parts))?.includes('GPS'), false);
      assert.deepEqual(cleaned(Buffer.concat(parts)), picture);
    }
    const parts = [soi, jfif, secret, colours, adobe, table, scans, secret.subarray(0, 20)];
    assert.deepEqual(cleaned(Buffer.concat(parts)), picture);
  });

  it('are removed from within the segments that are kept', () => {
    const preview = segment(0xe0, latin('JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01rgb'));
    const noted = segment(0xee, latin('Adobe\0d\0\0\0\0\0by Ada'));
    const rest = [colours, adobe, table, scans, eoi];
    assert.deepEqual(cleaned(Buffer.concat([soi, preview, ...rest])), picture);
    const other = segment(0xee, latin('by Ada'));
    for (const app14 of [noted, Buffer.concat([other, adobe])]) {
      const given = Buffer.concat([soi, jfif, colours, app14, table, scans, eoi]);
      assert.deepEqual(cleaned(given), picture);
    }
  });

  it('leave a picture without any, and what is none, as it is', () => {
    assert.equal(withoutMetadata(picture), undefined);
    for (const other of [
      '',
      'text',
      '\xff\xd8\xff\xd9',
      '\xff\xd8\xff',
      'GIF89a, and more',
      '\xff\xd8\xff\xe1\0',
    ]) {
      assert.equal(withoutMetadata(latin(other)), undefined);
    }
  });

  it('end in time, also of a file that is made for the purpose', () => {
    const many = Buffer.concat([soi, ...Array<Buffer>(200_000).fill(segment(0xfe, latin('')))]);
    const began = performance.now();
    withoutMetadata(Buffer.concat([many, Buffer.alloc(10_000_000, 0xff)]));
    withoutMetadata(Buffer.concat([soi, segment(0xda, latin('')), Buffer.alloc(10_000_000)]));
    assert.ok(performance.now() - began < 5000);
  });
});

describe('the metadata of a PNG picture', () => {
  const signature = latin('\x89PNG\r\n\x1a\n');
  const chunk = (type: string, data = 'data') => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, latin(type), latin(data), latin('\0crc')]);
  };
  const start = [signature, chunk('IHDR'), chunk('iCCP')];
  const end = [chunk('IDAT'), chunk('IEND', '')];
  const whole = Buffer.concat([...start, ...end]);

  it('are removed, and so is what follows the picture', () => {
    for (const type of ['eXIf', 'iTXt', 'tEXt', 'tIME', 'zTXt', 'caBX', 'prVW', 'iDOT', 'npTc']) {
      const given = Buffer.concat([...start, chunk(type, 'GPS'), ...end, latin('more')]);
      assert.deepEqual(cleaned(given), whole);
    }
  });

  it('are removed from one that is cut off, of which the rest is kept', () => {
    const rest = chunk('IDAT').subarray(0, 9);
    const cut = Buffer.concat([...start, chunk('tEXt', 'GPS'), rest]);
    assert.deepEqual(cleaned(cut), Buffer.concat([...start, rest]));
    assert.deepEqual(cleaned(Buffer.concat([whole, chunk('tEXt').subarray(0, 6)])), whole);
  });

  it('keep the orientation, and nothing else', () => {
    const turned = exif(6, true).subarray(10).toString('latin1');
    const left = cleaned(Buffer.concat([...start, chunk('eXIf', `${turned}GPS`), ...end]));
    const kept = `${start.at(-1)?.toString('hex') ?? ''}0000001a65584966${TURNED}`;
    assert.ok(left);
    assert.equal(left.includes('GPS'), false);
    assert.equal(left.toString('hex').includes(kept), true);
    assert.equal(withoutMetadata(left), undefined);
  });

  it('leave a picture without any, and what is none, as it is', () => {
    assert.equal(withoutMetadata(whole), undefined);
    assert.equal(withoutMetadata(Buffer.concat([signature, chunk('tEXt')])), undefined);
  });
});

describe('the metadata of a WebP picture', () => {
  const chunk = (type: string, data: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return Buffer.concat([latin(type), length, data, Buffer.alloc(data.length % 2)]);
  };
  const file = (...chunks: readonly Uint8Array[]) => {
    const content = Buffer.concat([latin('WEBP'), ...chunks]);
    return Buffer.concat([chunk('RIFF', content).subarray(0, 8), content]);
  };
  const features = (flags: number) => chunk('VP8X', Buffer.of(flags, 0, 0, 0, 9, 0, 0, 9, 0, 0));
  const [profile, points] = [chunk('ICCP', latin('sRGB')), chunk('VP8 ', latin('points!'))];
  const tiff = (orientation: number) => exif(orientation, true, 'GPS').subarray(10);

  it('are removed, and so is what follows the picture', () => {
    const whole = file(features(0x20), profile, points);
    const secrets = [
      chunk('EXIF', tiff(1)),
      chunk('XMP ', latin('<x:xmpmeta/>')),
      chunk('C2PA', latin('by Ada')),
    ];
    const given = file(features(0x2c), profile, points, ...secrets);
    assert.deepEqual(cleaned(given), whole);
    assert.deepEqual(cleaned(Buffer.concat([whole, latin('more')])), whole);
    assert.deepEqual(cleaned(file(points, ...secrets)), file(points), 'of the simple format');
  });

  it('keep the orientation, and nothing else', () => {
    for (const header of ['', 'Exif\0\0']) {
      const said = chunk('EXIF', Buffer.concat([latin(header), tiff(6)]));
      const left = cleaned(file(features(0x08), points, said));
      const kept = chunk('EXIF', Buffer.from(TURNED, 'hex'));
      assert.ok(left);
      assert.deepEqual(left, file(features(0x08), points, kept));
      assert.equal(withoutMetadata(left), undefined);
    }
  });

  it('leave a picture without any, and one that is cut off, as it is', () => {
    const whole = file(features(0x10), chunk('ALPH', latin('a')), points);
    assert.equal(withoutMetadata(whole), undefined);
    assert.equal(withoutMetadata(file()), undefined);
    const cut = cleaned(file(features(0x08), chunk('EXIF', tiff(1)), points).subarray(0, -4));
    assert.equal(cut?.includes('GPS'), false);
  });
});
