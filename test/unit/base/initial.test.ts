import assert from 'node:assert/strict';
import { initialOf } from '../../../src/base/initial.ts';

describe('the initial of a name', () => {
  it('is its first letter or digit, as a capital, and never markup', () => {
    for (const [name, initial] of [
      ['ada', 'A'],
      ['<é>', 'É'],
      ['&7', '7'],
      ['e\u0301va', 'E\u0301'],
      ['ßtraße', 'SS'],
      ['…', '?'],
      ['', '?'],
    ] as const) {
      assert.equal(initialOf(name), initial, name);
    }
  });
});
