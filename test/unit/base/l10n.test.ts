import assert from 'node:assert/strict';
import {
  dateLocale,
  formatList,
  formatNumber,
  languageTag,
  plural,
  setLanguage,
  t,
} from '../../../src/base/l10n.ts';

const GERMAN = {
  'Save As…': 'Speichern unter…',
  'Open/the state of a chat': 'Offen',
  '{count} file in {folder}': '{count} Datei in {folder}',
  '{count} files in {folder}': '{count} Dateien in {folder}',
};

const files = (count: number) =>
  plural(count, ['{count} file in {folder}', '{count} files in {folder}'], { folder: '{count}' });

describe('texts', () => {
  afterEach(() => {
    setLanguage({ language: 'en' });
  });

  it('are English without a bundle, and never their keys', () => {
    assert.equal(t('Save As…'), 'Save As…');
    assert.equal(t({ message: 'Open', comment: ['the state of a chat'] }), 'Open');
    assert.equal(files(1), '1 file in {count}');
    assert.equal(files(12_345), '12,345 files in {count}');
  });

  it('are those of the bundle, with its plurals and numbers', () => {
    setLanguage({ language: 'de', bundle: GERMAN });
    assert.equal(languageTag(), 'de');
    assert.equal(t('Save As…'), 'Speichern unter…');
    assert.equal(t({ message: 'Open', comment: ['the state of a chat'] }), 'Offen');
    assert.equal(files(1), '1 Datei in {count}');
    assert.equal(files(12_345), '12.345 Dateien in {count}');
    assert.equal(t('Open'), 'Open', 'what the bundle lacks is English');
  });

  it('are English again when the language is', () => {
    setLanguage({ language: 'de', bundle: GERMAN });
    setLanguage({ language: 'en' });
    assert.equal(t('Save As…'), 'Save As…');
  });

  it('have their dates in their language, while English ones have those of the system', () => {
    assert.equal(dateLocale(), undefined);
    setLanguage({ language: 'de', bundle: GERMAN });
    assert.equal(dateLocale(), 'de');
  });

  it('write numbers as the language does', () => {
    setLanguage({ language: 'es' });
    assert.equal(formatNumber(1234), '1234');
    assert.equal(formatNumber(12_345), '12.345');
  });

  it('list names as the language does', () => {
    assert.equal(formatList([]), '');
    assert.equal(formatList(['Ada']), 'Ada');
    assert.equal(formatList(['Ada', 'Grace', 'Irene']), 'Ada, Grace and Irene');
    setLanguage({ language: 'es' });
    assert.equal(formatList(['Ada', 'Grace']), 'Ada y Grace');
    assert.equal(formatList(['Ada', 'Grace', 'Irene']), 'Ada, Grace e Irene');
  });
});
