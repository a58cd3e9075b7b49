/** A small tokenizer: distinguishes comments, strings, numbers and keywords in most languages. */
import { grammarOf } from './grammars.ts';

export type TokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'inserted' | 'deleted';

/** A piece of code; plain if it has no kind. */
export interface Token {
  readonly kind?: TokenKind;
  readonly text: string;
}

/** Maximum length to highlight, in UTF-16 code units; more would block the page. */
const MAX_LENGTH = 20_000;
const MAX_TOKENS = 2000;

/** Splits `code` into tokens, in time linear in its length; one plain token for unknown languages. */
export function highlight(code: string, language: string | undefined): Token[] {
  const grammar = grammarOf(language);
  if (!grammar) return [{ text: code }];
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.slice(0, MAX_LENGTH).matchAll(grammar.pattern)) {
    if (tokens.length >= MAX_TOKENS) break;
    const { 0: text, index, groups } = match;
    const kind = kindOf(groups ?? {}, grammar.keywords);
    if (!kind) continue;
    if (index > end) tokens.push({ text: code.slice(end, index) });
    tokens.push({ kind, text });
    end = index + text.length;
  }
  if (end < code.length) tokens.push({ text: code.slice(end) });
  return tokens;
}

function kindOf(
  groups: Readonly<Record<string, string | undefined>>,
  keywords: ReadonlySet<string>,
): TokenKind | undefined {
  const { word } = groups;
  if (word !== undefined) {
    return keywords.has(word) ? 'keyword' : undefined;
  }
  return KINDS.find((kind) => groups[kind] !== undefined);
}

const KINDS: readonly TokenKind[] = [
  'comment',
  'string',
  'number',
  'keyword',
  'inserted',
  'deleted',
];
