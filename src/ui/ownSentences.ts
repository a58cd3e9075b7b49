import * as vscode from 'vscode';
import type { Sentences } from '../api/say.ts';
import { SENTENCES } from './sentences.ts';

/** All texts in the language of this window. */
export function ownSentences(): Sentences {
  const texts = Object.entries(SENTENCES).map(([code, text]) => [code, vscode.l10n.t(text)]);
  const { bundle } = vscode.l10n;
  return {
    // Without a translation all texts are English, and so are the numbers and dates in them.
    language: bundle ? vscode.env.language : 'en',
    sorting: vscode.env.language,
    bundle,
    texts: Object.fromEntries(texts) as Sentences['texts'],
  };
}
