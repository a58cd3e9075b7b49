/**
 * Untrusted text as Markdown without any markup (CommonMark 0.31, and extensions of the editor's
 * preview): every special character is escaped (§2.4), addresses are autolinks (§6.5), in which
 * escapes do not work, and code is in a fence that none of its lines can close (§4.5).
 */

import { addressesIn, type WrittenAddress } from '../../base/addresses.ts';

const FENCE = '```';
/** Line endings of Markdown (§2.1): any of these ends a line, even within a line of a message. */
const LINE_END = /\r\n|[\r\n]/u;
/** Characters with a meaning in the middle of a line. */
const INLINE = /[\\`*_{}[\]<>#|~&$^@!]|(?<!\w):(?=[\w+-]+:)|:(?=\/\/)|(?<![\w:])\/(?=\/)/gu;
/** What starts a list item, a heading's underline, a thematic break, or the head of a table. */
const LINE_START = /^(\d*)([-+=:.)])/u;
/** Whitespace that would make an indented code block, or be stripped. */
const INDENT = /^[\p{White_Space}\uFEFF]+/u;
const TAB_WIDTH = 4;
/** What a preview links as an email address on its own. */
const EMAIL =
  /(?<![\p{L}\p{N}])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?![\w@-])/giu;
/** Names of languages that previews render as diagrams or formulas, not as written. */
const DRAWN = /^(?:math|mermaid|katex|latex|tex|plantuml|dot|graphviz|abc|vega|vega-lite)$/iu;

/** Text on one line, such as a name: not even an address in it becomes a link. */
export function markdownLine(text: string): string {
  return escape(text.replace(/[\s\p{Cc}]+/gu, ' ').trim(), true);
}

/**
 * The body of a message. Its fenced blocks (XEP-0393 §5.1.2: from a line that begins with a fence
 * to a line that is only a fence) are code, byte for byte; the rest is text.
 */
export function markdownBody(body: string): string {
  const written: string[] = [];
  const lines = body.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!line.startsWith(FENCE)) {
      // Two trailing spaces make a hard line break (§6.7).
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

/** A link to an announced address; plain text if a browser would not open it. */
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

/** One line of text, with its addresses linked. */
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
  // To Markdown, a no-break space is no indentation (§2.1), but it looks like one.
  return indent.replaceAll('\t', ' '.repeat(TAB_WIDTH)).replace(/./gsu, '\u00A0') + parts.join('');
}

/** The addresses that are linked as written; email addresses are searched between the others. */
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

/** Excludes backslashes, which change the target, and geo URIs, which a preview does not open. */
function isAutolink(address: string): boolean {
  return !/^geo:/iu.test(address) && !address.includes('\\') && URL.canParse(address);
}

function escape(text: string, isStart: boolean): string {
  const escaped = text.replace(INLINE, '\\$&');
  return isStart ? escaped.replace(LINE_START, '$1\\$2') : escaped;
}
