import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { product } from '../../../src/base/product.ts';

describe('product', () => {
  it('is what package.json says', () => {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    const manifest = JSON.parse(text) as Record<'name' | 'version' | 'publisher', string>;
    assert.equal(product.version, manifest.version);
    assert.ok(product.url.endsWith(`itemName=${manifest.publisher}.${manifest.name}`));
  });
});
