// XEP-0066: Out of Band Data, version 1.5
// https://xmpp.org/extensions/xep-0066.html
import type { Module } from '../stanza/session.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { webUrl } from '../../base/webUrl.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:x:oob';
const MAX_URL_LENGTH = 4096;

/** A file that a message announces. */
export interface Oob {
  /** `https:` or `http:`, normalised. Never fetched automatically. */
  readonly url: string;
}

/** Parses the first announcement with a valid URL of such a scheme that is not too long. */
export function parseOob(message: Element): Oob | undefined {
  for (const x of message.getChildren('x', NS)) {
    const url = webUrl(childText(x, 'url', NS), ['https:', 'http:']);
    if (url !== undefined) return { url };
  }
  return undefined;
}

/** Returns the first out-of-band data as text, whatever its scheme: description and URL. */
export function parseOobText(message: Element): string | undefined {
  for (const x of message.getChildren('x', NS)) {
    const url = receivedText(childText(x, 'url', NS) ?? '', MAX_URL_LENGTH).trim();
    if (url === '') continue;
    const description = receivedText(childText(x, 'desc', NS) ?? '', MAX_URL_LENGTH).trim();
    return description === '' ? url : `${description}\n${url}`;
  }
  return undefined;
}

export function buildOob({ url }: Oob): Element {
  return xml('x', { xmlns: NS }, xml('url', null, sendableText(url)));
}

export const oobModule: Module = { xep: 'XEP-0066', features: [NS] };
