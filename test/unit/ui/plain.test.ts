import assert from 'node:assert/strict';
import { plain, unmarked, withoutIcons } from '../../../src/ui/plain.ts';

describe('plain', () => {
  it('C3: leaves no link in remote text, neither to commands nor elsewhere', () => {
    const text = '[a](command:workbench.action.quit) [[b]](https://evil.example) ](](x)';
    assert.doesNotMatch(plain(text), /\]\(/u);
  });

  it('leaves everything else as it is', () => {
    assert.equal(plain('f(x)[0] (see [1])'), 'f(x)[0] (see [1])');
  });
});

describe('text below an input', () => {
  it('C3: is no link to a command, and has no icons', () => {
    const text = 'Read [this](command:workbench.action.quit) $(warning)';
    const wanted = String.raw`Read [this] (command:workbench.action.quit) \$(warning)`;
    assert.equal(unmarked(text), wanted);
  });
});

describe('text in pickers', () => {
  it('keeps its dollars, and gets no icons', () => {
    assert.equal(withoutIcons('$(flame) $5 $(x)'), String.raw`\$(flame) $5 \$(x)`);
  });
});
