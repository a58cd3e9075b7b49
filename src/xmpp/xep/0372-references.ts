// XEP-0372: References, version 0.5.0
// https://xmpp.org/extensions/xep-0372.html
import type { Jid } from '../../base/jid.ts';
import { jidOfUri } from '../../base/jidEscaping.ts';
import { buildXmppUri, parseXmppUri } from '../../base/xmppUri.ts';
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import type { TextRange } from './0426-characterCounting.ts';

const NS = 'urn:xmpp:reference:0';
const POSITION = /^[0-9]{1,9}$/;
/** Maximum number of references parsed in a message. */
const MAX_REFERENCES = 50;
/** Maximum length of a URI, in UTF-16 code units: a JID, each byte percent-encoded. */
const MAX_URI_LENGTH = 9300;

/** A mention of a person in the body of a message (§3.2). */
export interface MentionReference {
  /** A bare JID, or that of an occupant. */
  readonly jid: Jid;
  /** The part of the body that names the person, in Unicode code points. */
  readonly range?: TextRange;
}

/** Parses the mentions of a message; those of an earlier one (§3.4) and other data are ignored. */
export function parseReferences(message: Element): readonly MentionReference[] {
  const references = message.getChildren('reference', NS);
  if (references.length === 0) return [];
  return references.slice(0, MAX_REFERENCES).flatMap(({ attrs }) => {
    if (attrs['type'] !== 'mention' || attrs['anchor'] !== undefined) return [];
    const jid = parseMentionUri(attrs['uri'] ?? '');
    const range = parseTextRange(attrs);
    return jid ? [{ jid, ...(range ? { range } : {}) }] : [];
  });
}

export function buildReference({ jid, range }: MentionReference): Element {
  return xml('reference', {
    xmlns: NS,
    type: 'mention',
    begin: range && String(range.start),
    end: range && String(range.end),
    uri: buildXmppUri(jid),
  });
}

/** Parses `begin`, inclusive, and `end`, exclusive, in code points; `undefined` if that is empty. */
export function parseTextRange({ begin = '', end = '' }: Element['attrs']): TextRange | undefined {
  if (!POSITION.test(begin) || !POSITION.test(end)) return undefined;
  const range = { start: Number(begin), end: Number(end) };
  return range.start < range.end ? range : undefined;
}

/** Parses the JID that a URI names, whatever it suggests to do with it; none for one account alone. */
export function parseMentionUri(uri: string): Jid | undefined {
  const parsed = uri.length <= MAX_URI_LENGTH ? parseXmppUri(uri) : undefined;
  return parsed && !parsed.account ? jidOfUri(parsed.address) : undefined;
}

export const referencesModule: Module = { xep: 'XEP-0372', features: [NS] };
