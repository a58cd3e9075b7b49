import assert from 'node:assert/strict';
import { plain, withoutIcons } from '../../../src/ui/plain.ts';

describe('plain', () => {
  it('C3: leaves no link in remote text, neither to commands nor elsewhere', () => {
    const text = '[a](command:workbench.action.quit) [[b]](https://evil.example) ](](x)';
    assert.doesNotMatch(plain(text), /\]\(/u);
  });

  it('leaves everything else as it is', () => {
    assert.equal(plain('f(x)[0] (see [1])'), 'f(x)[0] (see [1])');
  });
});

describe('text in pickers', () => {
  it('keeps its dollars, and gets no icons', () => {
    assert.equal(withoutIcons('$(flame) $5 $(x)'), String.raw`\$(flame) $5 \$(x)`);
  });
});
