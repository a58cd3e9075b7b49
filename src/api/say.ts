import { formatBytes } from '../base/formatBytes.ts';
import { formatNumber, type Language, setLanguage } from '../base/l10n.ts';
import {
  kindOf,
  parseUserError,
  type UserError,
  type UserErrorParam,
  userError,
} from '../base/userError.ts';
import type { Excerpt } from './views.ts';

/** All texts in one language: plain JSON, so that a window can pass them to its tabs. */
export interface Sentences extends Language {
  /** The error messages by code; `{name}` is a placeholder for a parameter. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A line that begins or ends a block of code (XEP-0393 §4.2.2). */
const FENCE = /^`{3}.*$/gmu;
const PLACEHOLDER = /\{(\w+)\}/gu;

let spoken: Sentences = { language: 'en', texts: {} };

/** Sets the language of all texts: once, at the start of a window or a tab. */
export function speak(sentences: Sentences): void {
  spoken = sentences;
  setLanguage(sentences);
}

/** The catalogue in use, to pass on. */
export function spokenSentences(): Sentences {
  return spoken;
}

/** The words of an excerpt, for a line that shows no blocks of code: without the lines that fence one. */
export function sayExcerpt(excerpt: Excerpt): string {
  return typeof excerpt === 'string' ? withoutFences(excerpt) : say(excerpt);
}

function withoutFences(text: string): string {
  const rest = text.replace(FENCE, '');
  return rest === text || rest.trim() === '' ? text : rest.trim();
}

/** One sentence for the user: what failed, what to do. May contain others' text: `visible.ts`. */
export function say(error: UserError): string {
  // It may be from another version of Parley, or stored by one.
  return sentenceOf(parseUserError(error) ?? userError('unknown'));
}

function sentenceOf(error: UserError): string {
  // An unknown code may have a known kind.
  const codes = [error.code, kindOf(error), 'unknown'];
  for (const code of codes) {
    const sentence = fill(code, error);
    if (sentence !== undefined) return sentence;
  }
  return '';
}

/** `undefined` if there is no such sentence, or a parameter is missing. */
function fill(code: string, { params }: UserError): string | undefined {
  const text = Object.hasOwn(spoken.texts, code) ? spoken.texts[code] : undefined;
  const names = [...(text?.matchAll(PLACEHOLDER) ?? [])].map(([, name = '']) => name);
  if (!names.every((name) => Object.hasOwn(params, name))) return undefined;
  return text?.replace(PLACEHOLDER, (_, name: string) => shown(params[name] ?? ''));
}

function shown(param: UserErrorParam): string {
  if (typeof param === 'string') return param;
  if (typeof param === 'number') return formatNumber(param);
  return 'bytes' in param ? formatBytes(param.bytes) : sentenceOf(param);
}
