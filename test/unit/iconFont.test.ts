import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconFont } from '../../scripts/iconFont.mjs';
import { readCharacters, readOutline, readTables } from '../../scripts/subsetFont.mjs';
import { ICONS } from '../../webview/view/icons.ts';

/** A font's tables, which are there. */
function tablesOf(font: Buffer): (tag: string) => Buffer {
  const tables = readTables(font);
  return (tag) => tables.get(tag) ?? assert.fail(tag);
}

describe('the icons in the package', () => {
  it('are those that pages show, drawn as they were', async () => {
    const { css, font } = await iconFont();
    const whole = readFileSync('node_modules/@vscode/codicons/dist/codicon.ttf');
    assert.ok(font.length < whole.length / 5, String(font.length));
    const [ours, theirs] = [tablesOf(font), tablesOf(whole)];
    const characters = readCharacters(ours('cmap'));
    const named = [...css.matchAll(/^\.codicon-([\w-]+):before \{ content: "\\(\w+)" \}$/gmu)];
    assert.deepEqual(named.map(([, name]) => name).sort(), [...ICONS].sort());
    for (const [, name, hex = ''] of named) {
      const character = parseInt(hex, 16);
      const glyph = characters.get(character) ?? assert.fail(name);
      const former = readCharacters(theirs('cmap')).get(character) ?? assert.fail(name);
      const outline = readOutline(theirs, former);
      assert.ok(outline.length > 0, name);
      // The next one begins at a multiple of four.
      assert.ok(readOutline(ours, glyph).subarray(0, outline.length).equals(outline), name);
      const metrics = (table: Buffer, index: number) => table.readUInt32BE(4 * index);
      assert.equal(metrics(ours('hmtx'), glyph), metrics(theirs('hmtx'), former), name);
    }
    assert.equal(characters.size, new Set(named.map(([, , hex]) => hex)).size);
  });

  it('has none that no page shows', () => {
    const sources = readdirSync('webview', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('icons.ts'))
      .map((name) => readFileSync(join('webview', name), 'utf8'))
      .join('\n');
    assert.deepEqual(
      ICONS.filter((name) => !sources.includes(`'${name}'`)),
      [],
    );
  });
});
