import assert from 'node:assert/strict';
import { checkField } from '../../../../webview/profile/checkField.ts';

describe('a field of the profile', () => {
  for (const [field, right, wrong] of [
    ['email', 'ada@example.org', 'ada'],
    ['url', 'https://example.org', 'javascript:alert(1)'],
    ['url', 'http://example.org', 'example.org'],
    ['birthday', '1815-12-10', '10.12.1815'],
    ['birthday', '2000-02-29', '2001-02-29'],
  ] as const) {
    it(`${field} takes ${right} and not ${wrong}`, () => {
      assert.equal(checkField(field, right), undefined);
      assert.equal(checkField(field, ' '), undefined);
      assert.match(checkField(field, wrong) ?? '', /\.$/u);
    });
  }
});
