import assert from 'node:assert/strict';
import { compareNames } from '../../../src/base/compareNames.ts';
import { setLanguage } from '../../../src/base/l10n.ts';

describe('names', () => {
  afterEach(() => {
    setLanguage({ language: 'en' });
  });

  const sorted = (sorting: string) => {
    setLanguage({ language: 'en', sorting });
    return ['zoe', 'Österberg', 'Olga', 'ada'].sort(compareNames);
  };

  it('are sorted by the language of the editor, in whatever language the texts are', () => {
    assert.deepEqual(sorted('de'), ['ada', 'Olga', 'Österberg', 'zoe']);
    assert.deepEqual(sorted('sv'), ['ada', 'Olga', 'zoe', 'Österberg']);
    assert.deepEqual(sorted('de'), ['ada', 'Olga', 'Österberg', 'zoe']);
  });

  it('are sorted where the editor was started with a language that is none', () => {
    assert.equal(sorted('no language_1')[0], 'ada');
  });
});
