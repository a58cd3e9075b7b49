import assert from 'node:assert/strict';
import { USER_ERRORS } from '../../../src/base/userErrorCodes.ts';
import { SENTENCES } from '../../../src/ui/sentences.ts';

const PLACEHOLDER = /\{(\w+)\}/gu;
/** These tell what happened and that it is settled, or what no view of ours asks for. */
const NOTHING_TO_DO =
  /^(?:task\..*|needs-user\.reason|history-mended|history-replaced\..*|already-sent|no-request|no-file\.announced|no-transfer|refused|room-destroyed.*|notice\..*)$/u;
const isTask = (code: string) => code.startsWith('task.');

describe('the catalogue of sentences', () => {
  it('has one sentence for every code, and none besides', () => {
    assert.deepEqual(Object.keys(SENTENCES).sort(), Object.keys(USER_ERRORS).sort());
  });

  for (const [code, names] of Object.entries(USER_ERRORS)) {
    it(`names in ${code} what is told with it, and nothing else`, () => {
      const text = SENTENCES[code as keyof typeof USER_ERRORS];
      const placeholders = [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
      assert.deepEqual([...new Set(placeholders)], names);
      assert.doesNotMatch(text.replace(PLACEHOLDER, ''), /[{}]/u);
    });
  }

  it('says what failed in whole sentences, and begins one where it names a task', () => {
    for (const [code, text] of Object.entries(SENTENCES)) {
      if (code === 'needs-user.reason' || code.startsWith('notice.location')) continue;
      assert.match(text, isTask(code) ? /^[\p{Lu}{].*[^.]$/u : /^[\p{Lu}{].*\.$/u, code);
    }
  });

  it('says of each failure what to do', () => {
    for (const [code, text] of Object.entries(SENTENCES)) {
      if (!NOTHING_TO_DO.test(code)) assert.match(text, /[:;.,] .+\.$|^Only .+ can be /u, code);
    }
  });
});
