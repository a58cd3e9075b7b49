/**
 * Text of others as Markdown that means nothing (CommonMark 0.31, and what the editor's preview adds to it):
 * every character that could is escaped (§2.4), addresses are autolinks (§6.5), which hold no escapes,
 * and code stands in a fence that nothing in it can close (§4.5).
 */

import { addressesIn, type WrittenAddress } from '../../base/addresses.ts';

const FENCE = '```';
/** Lines as Markdown counts them (§2.1): any of these ends one, in whatever a message calls a line. */
const LINE_END = /\r\n|[\r\n]/u;
/** Where text could mean something in the middle of a line. */
const INLINE = /[\\`*_{}[\]<>#|~&$^@!]|(?<!\w):(?=[\w+-]+:)|:(?=\/\/)|(?<![\w:])\/(?=\/)/gu;
/** What makes a line a list, a heading's underline, a rule, or the head of a table. */
const LINE_START = /^(\d*)([-+=:.)])/u;
/** Such a character at the beginning of a line would make it code, or be lost. */
const INDENT = /^[\p{White_Space}\uFEFF]+/u;
const TAB_WIDTH = 4;
/** What a preview takes for an address of its own accord. */
const EMAIL =
  /(?<![\p{L}\p{N}])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?![\w@-])/giu;
/** Names of languages that previews draw, instead of showing what was written. */
const DRAWN = /^(?:math|mermaid|katex|latex|tex|plantuml|dot|graphviz|abc|vega|vega-lite)$/iu;

/** The text on one line, such as a name: not even an address in it is a link. */
export function markdownLine(text: string): string {
  return escape(text.replace(/[\s\p{Cc}]+/gu, ' ').trim(), true);
}

/**
 * The body of a message. Its fenced blocks (XEP-0393 §5.1.2: from a line that begins with a fence to one
 * that is nothing else) are code, byte for byte; all the rest is text.
 */
export function markdownBody(body: string): string {
  const written: string[] = [];
  const lines = body.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!line.startsWith(FENCE)) {
      // Two spaces at the end keep a line apart from the next (§6.7).
      written.push(...line.split(LINE_END).map((part) => `${textLine(part.trimEnd())}  `));
      continue;
    }
    const closing = lines.indexOf(FENCE, at + 1);
    const end = closing < 0 ? lines.length : closing;
    written.push(codeBlock(line.slice(FENCE.length), lines.slice(at + 1, end).join('\n')));
    at = end;
  }
  return written.join('\n');
}

/** A link to an address that was announced; as text where it is none that a browser opens. */
export function markdownLink(url: string): string {
  if (!/^https?:/iu.test(url) || !URL.canParse(url)) return markdownLine(url);
  return `<${/[\s<>\p{Cc}]/u.test(url) ? new URL(url).href : url}>`;
}

function codeBlock(info: string, code: string): string {
  const runs = code.match(/`+/gu) ?? [];
  const longest = runs.reduce((most, { length }) => Math.max(most, length), FENCE.length - 1);
  const fence = '`'.repeat(longest + 1);
  const language = info.trim().replace(/[^\w+#-]/gu, '');
  return `${fence}${DRAWN.test(language) ? '' : language}\n${code === '' ? '' : `${code}\n`}${fence}`;
}

/** One line of text, with the addresses in it. */
function textLine(line: string): string {
  const [indent = ''] = INDENT.exec(line) ?? [];
  const text = line.slice(indent.length);
  const parts: string[] = [];
  let end = 0;
  const addTo = (to: number) => {
    parts.push(escape(text.slice(end, to), end === 0));
  };
  for (const { index, text: address } of autolinksIn(text)) {
    addTo(index);
    parts.push(`<${address}>`);
    end = index + address.length;
  }
  addTo(text.length);
  // A no-break space is no indentation to Markdown (§2.1), and looks like one.
  return indent.replaceAll('\t', ' '.repeat(TAB_WIDTH)).replace(/./gsu, '\u00A0') + parts.join('');
}

/** The addresses that are clicked as they are written, those of mail among what lies between the others. */
function autolinksIn(text: string): WrittenAddress[] {
  const found: WrittenAddress[] = [];
  let end = 0;
  const addMail = (to: number) => {
    for (const { 0: mail, index } of text.slice(end, to).matchAll(EMAIL)) {
      found.push({ text: mail, index: end + index });
    }
  };
  for (const address of addressesIn(text)) {
    if (!isAutolink(address.text)) continue;
    addMail(address.index);
    found.push(address);
    end = address.index + address.text.length;
  }
  addMail(text.length);
  return found;
}

/** A backslash leads elsewhere than it seems to, and a place is none that a preview opens. */
function isAutolink(address: string): boolean {
  return !/^geo:/iu.test(address) && !address.includes('\\') && URL.canParse(address);
}

function escape(text: string, isStart: boolean): string {
  const escaped = text.replace(INLINE, '\\$&');
  return isStart ? escaped.replace(LINE_START, '$1\\$2') : escaped;
}
