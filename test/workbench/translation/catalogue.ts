/** The texts of the extension in a language, by the English ones: of its code and of its manifest. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pairs } from './translator.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** What tells a translator about a text comes behind it, after a slash. */
const COMMENT = /^(?<text>.*[^ /:])\/(?=[a-z])[^/]+$/u;
const LINK = /\[(?<label>[^\]]*)\]\([^)]*\)/gu;

/** VS Code's own texts that we have, too: they stay English, as its language pack is not there. */
const OF_EDITOR = ['Cancel'];

/** @throws Error when the language has no catalogue */
export function catalogueOf(language: string): Pairs {
  const manifest = read('package.nls.json');
  const translated = read(`package.nls.${language}.json`);
  const ofManifest = Object.entries(manifest).flatMap(([key, english]) =>
    shown(english, translated[key] ?? english),
  );
  const ofCode = Object.entries(read(`l10n/bundle.l10n.${language}.json`)).flatMap(
    ([key, translation]): [string, string][] => {
      const text = COMMENT.exec(key)?.groups?.['text'];
      const pair: [string, string] = [key, translation];
      return text === undefined ? [pair] : [pair, [text, translation]];
    },
  );
  const names = ['{names}', '{last}'];
  return [
    ...[...ofManifest, ...ofCode, ...OF_EDITOR.map((text) => [text, text] as const)],
    [formatted('en-GB', names), formatted(language, names)],
  ];
}

function formatted(language: string, names: readonly string[]): string {
  return new Intl.ListFormat(language).format(names);
}

function read(file: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;
}

/** A text of the manifest as it shows: a welcome view has several lines, with links as buttons. */
function shown(english: string, translation: string): [string, string][] {
  const both = [english, translation] as const;
  const [lines, translatedLines] = both.map((text) => text.replaceAll(LINK, '\n').split(/\n+/u));
  const [labels, translatedLabels] = both.map((text) =>
    [...text.matchAll(LINK)].map(({ groups }) => groups?.['label'] ?? ''),
  );
  return [
    ...(lines ?? []).map((line, at): [string, string] => [line, translatedLines?.[at] ?? line]),
    ...(labels ?? []).map((label, at): [string, string] => [
      label,
      translatedLabels?.[at] ?? label,
    ]),
  ];
}
