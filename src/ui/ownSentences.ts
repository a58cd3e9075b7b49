import * as vscode from 'vscode';
import type { Sentences } from '../api/say.ts';
import { SENTENCES } from './sentences.ts';

/** The message catalogue in the language of this window. */
export function ownSentences(): Sentences {
  const texts = Object.entries(SENTENCES).map(([code, text]) => [code, vscode.l10n.t(text)]);
  return {
    // Without a translation the sentences are English, and so are the numbers in them.
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
    texts: Object.fromEntries(texts) as Sentences['texts'],
  };
}
