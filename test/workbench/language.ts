/**
 * The language in which the suites are run: English, or that of `PARLEY_LOCALE`. They ask for English
 * texts in any case; in another language, Playwright is asked for what shows in place of them.
 */
import type { Page } from 'playwright-core';
import { catalogueOf } from './translation/catalogue.ts';
import { escape } from './translation/text.ts';
import { Translator } from './translation/translator.ts';

/** The display language of extensions; English when absent. */
export const locale = process.env['PARLEY_LOCALE'];

const translator = locale === undefined ? undefined : new Translator(locale, catalogueOf(locale));
const TEXT_QUERIES = ['getByAltText', 'getByLabel', 'getByPlaceholder', 'getByText', 'getByTitle'];
const OPTION_QUERIES = ['getByRole', 'locator', 'filter'];
/** What somebody wrote, which is in no catalogue. */
const WRITTEN = /\.text\b/u;
const TEXT_OPTIONS = ['name', 'hasText', 'hasNotText'];
const verbatims = new WeakSet();

type Options = Readonly<Record<string, unknown>>;
type Queries = Record<string, (...args: readonly unknown[]) => unknown>;

/** The title of a command or a view as one types it. */
export function typed(title: string): string {
  if (!translator) return title;
  const {
    before = '',
    name = title,
    after = '',
  } = /^(?<before>XMPP: |Focus on )(?<name>.*?)(?<after> View)?$/u.exec(title)?.groups ?? {};
  return before + translator.typed(name) + after;
}

/** What matches where the regular expression matches in English. */
export function inLanguage(text: RegExp): RegExp {
  return translator?.pattern(text) ?? text;
}

/** Lets a text be asked for as it is. */
export function verbatim(text: string): string | RegExp {
  if (!translator) return text;
  const pattern = new RegExp(escape(text), 'i');
  verbatims.add(pattern);
  return pattern;
}

/** Whether this shows where English would show the text, or something that matches it. */
export function isShown(shown: string, text: string | RegExp): boolean {
  if (text instanceof RegExp) return inLanguage(text).test(shown);
  return translator ? translator.pattern(text, true).test(shown) : shown === text;
}

/** Whether this shows where English would show the text as a part. */
export function isPartShown(shown: string, text: string): boolean {
  return translator ? translator.pattern(text).test(shown) : shown.includes(text);
}

let isAsked = false;

/** Lets all pages be asked in English for what is in another language. */
export function askInEnglish(page: Page): void {
  if (!translator || isAsked) return;
  isAsked = true;
  const ofPages = [page.mainFrame(), page.locator('html'), page.frameLocator('html')];
  for (const one of ofPages) {
    const queries = Object.getPrototypeOf(one) as Queries;
    for (const name of TEXT_QUERIES) {
      wrap(queries, name, ([text, options], exact) => [pattern(text, exact), options]);
    }
    for (const name of OPTION_QUERIES) {
      wrap(queries, name, (args, exact) =>
        args.some((arg) => typeof arg === 'string' && WRITTEN.test(arg))
          ? args
          : args.map((arg) => (isOptions(arg) ? translated(arg, exact) : arg)),
      );
    }
  }
}

function wrap(
  queries: Queries,
  name: string,
  change: (args: readonly unknown[], isExact: boolean) => readonly unknown[],
): void {
  const query = queries[name];
  if (!query) return;
  queries[name] = function (...args) {
    const isExact = args.some((arg) => isOptions(arg) && arg['exact'] === true);
    return query.apply(this, [...change(args, isExact)]);
  };
}

/** Options, but not a locator, which a query may be given, too. */
function isOptions(value: unknown): value is Options {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function translated(options: Options, isExact: boolean): Options {
  const texts = TEXT_OPTIONS.filter((name) => options[name] !== undefined);
  return {
    ...options,
    ...Object.fromEntries(texts.map((name) => [name, pattern(options[name], isExact)])),
  };
}

function pattern(text: unknown, isExact: boolean): unknown {
  const isText = typeof text === 'string' || (text instanceof RegExp && !verbatims.has(text));
  return isText ? translator?.pattern(text, isExact) : text;
}
