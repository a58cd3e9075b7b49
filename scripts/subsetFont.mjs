// Takes out of a TrueType font all but the outlines of some characters. Tables are those of OpenType 1.9.

const HEADER = 12;
const RECORD = 16;
/** What the sum over all of a font has to be ("head", checksumAdjustment). */
const WHOLE_SUM = 0xb1b0afba;

/**
 * @param {Buffer} font its outlines must not be composed of others
 * @param {readonly number[]} characters as code points; those that the font has not are left out
 */
export function subsetFont(font, characters) {
  const tables = readTables(font);
  const table = (/** @type {string} */ tag) => {
    const found = tables.get(tag);
    if (!found) throw new Error(`The font has no table "${tag}".`);
    return found;
  };
  const all = readCharacters(table('cmap'));
  // Some have several names; in the table of characters, they have to ascend.
  const shown = [...new Set(characters)]
    .filter((character) => all.has(character))
    .sort((a, b) => a - b);
  // The first is the one for characters that are not there.
  const glyphs = [0, ...shown.map((character) => all.get(character) ?? 0)];
  const outlines = glyphs.map((glyph) => padded(readOutline(table, glyph)));

  const head = Buffer.from(table('head'));
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const hhea = Buffer.from(table('hhea'));
  hhea.writeUInt16BE(glyphs.length, 34);
  const maxp = Buffer.from(table('maxp'));
  maxp.writeUInt16BE(glyphs.length, 4);
  // Version 3: without the names of glyphs.
  const post = Buffer.from(table('post').subarray(0, 32));
  post.writeUInt32BE(0x30000, 0);
  return writeTables({
    'OS/2': table('OS/2'),
    cmap: writeCharacters(shown),
    glyf: Buffer.concat(outlines),
    head,
    hhea,
    hmtx: Buffer.concat(glyphs.map((glyph) => readMetrics(table, glyph))),
    loca: longs(outlines.reduce((ends, { length }) => [...ends, (ends.at(-1) ?? 0) + length], [0])),
    maxp,
    name: table('name'),
    post,
  });
}

/** @typedef {(tag: string) => Buffer} Tables */

/** @param {Buffer} font @returns {ReadonlyMap<string, Buffer>} by their tags */
export function readTables(font) {
  const records = Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = HEADER + RECORD * index;
    const offset = font.readUInt32BE(at + 8);
    const length = font.readUInt32BE(at + 12);
    return /** @type {const} */ ([
      font.toString('latin1', at, at + 4),
      font.subarray(offset, offset + length),
    ]);
  });
  return new Map(records);
}

/** @param {Readonly<Record<string, Buffer>>} tables in the order of their tags */
function writeTables(tables) {
  const entries = Object.entries(tables);
  const power = 2 ** Math.floor(Math.log2(entries.length));
  const search = [power * RECORD, Math.log2(power), (entries.length - power) * RECORD];
  const parts = [Buffer.concat([longs([0x10000]), shorts([entries.length, ...search])])];
  let offset = HEADER + RECORD * entries.length;
  for (const [tag, table] of entries) {
    parts.push(Buffer.from(tag, 'latin1'), longs([sum(padded(table)), offset, table.length]));
    offset += padded(table).length;
  }
  const font = Buffer.concat([...parts, ...entries.map(([, table]) => padded(table))]);
  const head = readTables(font).get('head');
  head?.writeUInt32BE((WHOLE_SUM - sum(font)) >>> 0, 8);
  return font;
}

/** The glyph of each character, by the table's format 12. @param {Buffer} cmap */
export function readCharacters(cmap) {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.readUInt32BE(8 + 8 * index),
  );
  const at = offsets.find((offset) => cmap.readUInt16BE(offset) === 12);
  if (at === undefined) throw new Error('The font has no characters in format 12.');
  /** @type {Map<number, number>} */
  const glyphs = new Map();
  for (let group = 0; group < cmap.readUInt32BE(at + 12); group += 1) {
    const [first = 0, last = 0, glyph = 0] = [16, 20, 24].map((field) =>
      cmap.readUInt32BE(at + 12 * group + field),
    );
    for (let index = 0; first + index <= last; index += 1) glyphs.set(first + index, glyph + index);
  }
  return glyphs;
}

/** For the glyphs from 1 on. @param {readonly number[]} characters */
function writeCharacters(characters) {
  const groups = characters.flatMap((character, index) => [character, character, index + 1]);
  const length = 16 + 4 * groups.length;
  return Buffer.concat([
    // One subtable, for all of Unicode (3, 10), at 12.
    ...[shorts([0, 1, 3, 10]), longs([12])],
    ...[shorts([12, 0]), longs([length, 0, characters.length, ...groups])],
  ]);
}

/** @param {Tables} table @param {number} glyph */
export function readOutline(table, glyph) {
  const isLong = table('head').readInt16BE(50) === 1;
  const [from = 0, to = 0] = [glyph, glyph + 1].map((index) =>
    isLong ? table('loca').readUInt32BE(4 * index) : 2 * table('loca').readUInt16BE(2 * index),
  );
  const outline = table('glyf').subarray(from, to);
  if (outline.length > 0 && outline.readInt16BE(0) < 0) throw new Error('An outline is composed.');
  return outline;
}

/** Advance and side bearing; the last advance holds for those behind it. @param {Tables} table @param {number} glyph */
function readMetrics(table, glyph) {
  const advances = table('hhea').readUInt16BE(34);
  const hmtx = table('hmtx');
  if (glyph < advances) return hmtx.subarray(4 * glyph, 4 * glyph + 4);
  const bearing = 4 * advances + 2 * (glyph - advances);
  return Buffer.concat([
    hmtx.subarray(4 * advances - 4, 4 * advances - 2),
    hmtx.subarray(bearing, bearing + 2),
  ]);
}

/** @param {Buffer} table whose length is a multiple of four */
function sum(table) {
  let total = 0;
  for (let at = 0; at < table.length; at += 4) total = (total + table.readUInt32BE(at)) >>> 0;
  return total;
}

/** @param {Buffer} bytes */
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

/** @param {readonly number[]} values */
function shorts(values) {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index);
  return bytes;
}

/** @param {readonly number[]} values */
function longs(values) {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}
