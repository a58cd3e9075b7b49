import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { collectTexts, findUntranslated, readBundles } from '../../scripts/l10n.mjs';

interface Manifest {
  readonly displayName: string;
  readonly description: string;
  readonly capabilities: object;
  readonly contributes: object;
}

/** The placeholders of a text, however often it has them. */
function placeholders(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/\{\w+\}/gu), ([name]) => name))].toSorted();
}

const texts = [...(await collectTexts()).keys()].toSorted();
const bundles = await readBundles();

describe('translations', () => {
  it('there are some, of the texts that the code has', () => {
    assert.ok(texts.length > 300, String(texts.length));
    assert.ok(bundles.has('es'));
  });

  it('no text that a user sees is left out of them', async () => {
    assert.deepEqual(await findUntranslated(), []);
  });

  for (const [language, bundle] of bundles) {
    it(`${language} has each text, and none that is gone: npm run l10n`, () => {
      assert.deepEqual(Object.keys(bundle), texts);
      assert.deepEqual(
        texts.filter((key) => bundle[key]?.trim() === ''),
        [],
      );
    });

    it(`${language} names what the English text names`, () => {
      for (const [key, text] of Object.entries(bundle))
        assert.deepEqual(placeholders(text), placeholders(key), text);
    });
  }
});

/** The texts of the manifest, by the fields that VS Code shows. */
const SHOWN = new Set([
  ...['title', 'shortTitle', 'name', 'label', 'contextualTitle', 'displayName', 'altText'],
  ...['description', 'markdownDescription', 'contents', 'deprecationMessage'],
  ...['enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'],
]);
/** The same in every language. */
const NAMES = new Set(['XMPP']);

/** @param isMeant which fields are meant; all by default */
function shownIn(
  value: unknown,
  field = '',
  isMeant: (field: string) => boolean = () => true,
): readonly string[] {
  if (typeof value === 'string')
    return SHOWN.has(field) && isMeant(field) && !NAMES.has(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const ofList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, inner]) =>
    shownIn(inner, ofList ? field : name, isMeant),
  );
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('translations of the manifest', () => {
  const { displayName, description, capabilities, contributes } = readJson(
    'package.json',
  ) as Manifest;
  const shown = shownIn({ displayName, description, capabilities, contributes });
  const keys = [...new Set(shown.map((text) => text.replaceAll('%', '')))].toSorted();
  const english = readJson('package.nls.json') as Record<string, string>;

  it('all that VS Code shows of it is translated', () => {
    assert.ok(shown.length > 150, String(shown.length));
    assert.deepEqual(
      shown.filter((text) => !/^%[\w.-]+%$/u.test(text)),
      [],
    );
  });

  it('what is styled as code is in a field that is styled', () => {
    const plain = shownIn(contributes, '', (field) => !field.startsWith('markdown'));
    const text = (key: string) => english[key.replaceAll('%', '')] ?? '';
    assert.deepEqual(
      plain.filter((key) => text(key).includes('`')),
      [],
    );
  });

  for (const file of readdirSync('.').filter((name) => /^package\.nls\..*json$/u.test(name))) {
    it(`${file} has each text, and none that is gone`, () => {
      const texts = readJson(file) as Record<string, string>;
      assert.deepEqual(Object.keys(texts).toSorted(), keys);
      for (const [key, text] of Object.entries(texts)) {
        assert.notEqual(text.trim(), '', key);
        assert.deepEqual(commandsIn(text), commandsIn(english[key] ?? ''), key);
      }
    });
  }
});

/** The links to commands in a text. */
function commandsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\(command:[^)]+\)/gu), ([link]) => link);
}
