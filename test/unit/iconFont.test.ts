import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconFont } from '../../scripts/iconFont.mjs';
import { ICONS } from '../../webview/view/icons.ts';

describe('the icons in the package', () => {
  it('are those that pages show, a small part of all', async () => {
    const { css, font } = await iconFont();
    const whole = readFileSync('node_modules/@vscode/codicons/dist/codicon.ttf');
    assert.ok(font.length < whole.length / 5, String(font.length));
    const named = [...css.matchAll(/^\.codicon-([\w-]+):before \{ content: "\\\w+" \}$/gmu)];
    assert.deepEqual(named.map(([, name]) => name).sort(), [...ICONS].sort());
  });

  it('have none that no page shows', () => {
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
