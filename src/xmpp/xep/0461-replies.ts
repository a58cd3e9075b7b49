// XEP-0461: Message Replies, version 0.2.1
// https://xmpp.org/extensions/xep-0461.html
import type { Module } from '../stanza/session.ts';
import { Jid } from '../../base/jid.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import type { TextRange } from './0426-characterCounting.ts';

/** The start of a quoted line (XEP-0393 §5.1.3). */
const QUOTED = /^ *>/u;
const BLANK = /^[ \t]*$/u;

export const NS_REPLY = 'urn:xmpp:reply:0';

/** The message that another one replies to. */
export interface Reply {
  /** That message's origin-id, or its id if it has none; in a room the stanza-id (§4.1). */
  readonly id: string;
  /** Its author, if given in the reply; in a room the occupant. */
  readonly to?: Jid;
}

export function parseReply(message: Element): Reply | undefined {
  const { id: idAttribute, to = '' } = message.getChild('reply', NS_REPLY)?.attrs ?? {};
  const id = receivedId(idAttribute);
  const author = Jid.parse(to);
  return id === undefined ? undefined : { id, ...(author ? { to: author } : {}) };
}

export function buildReply({ id, to }: Reply): Element {
  return xml('reply', { xmlns: NS_REPLY, id, to: to?.full });
}

/** Formats a text as a quotation (XEP-0393), to precede the reply's own text. */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}\n`)
    .join('');
}

/**
 * The ranges of a body that only quote the message replied to (§3.2): the quoted lines within these
 * parts, and their introduction. Nothing else is omitted, since positions are often counted in
 * units other than code points and then extend into the sender's own text.
 *
 * @param parts of the body, in UTF-16 code units, sorted and disjoint
 */
export function quotationsIn(body: string, parts: readonly TextRange[]): readonly TextRange[] {
  return parts.flatMap((part) => quotationIn(body, part) ?? []);
}

export const repliesModule: Module = { xep: 'XEP-0461', features: [NS_REPLY] };

/** The first block of quoted lines within a part of a body, with the part's preceding lines. */
function quotationIn(body: string, { start, end }: TextRange): TextRange | undefined {
  let from: number | undefined;
  let quotedTo: number | undefined;
  for (let at = lineAfter(body, start); at < end;) {
    const lineEnd = endOfLine(body, at);
    if (lineEnd > end) break;
    const line = body.slice(at, lineEnd);
    from ??= at;
    if (QUOTED.test(line) || (quotedTo !== undefined && BLANK.test(line))) quotedTo = lineEnd + 1;
    else if (quotedTo !== undefined) break;
    at = lineEnd + 1;
  }
  if (from === undefined || quotedTo === undefined) return undefined;
  return { start: from, end: Math.min(quotedTo, body.length) };
}

/** The start of the first line at or after `at`. */
function lineAfter(text: string, at: number): number {
  return at === 0 || text[at - 1] === '\n' ? at : endOfLine(text, at) + 1;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
