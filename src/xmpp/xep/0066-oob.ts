// XEP-0066: Out of Band Data, version 1.5
// https://xmpp.org/extensions/xep-0066.html
import { sendableText } from '../text.ts';
import { childText, type Element, xml } from '../xml.ts';
import { passiveModule } from './passive.ts';

const NS = 'jabber:x:oob';
const MAX_URL_LENGTH = 4096;

/** A file that a message announces. */
export interface Oob {
  /** `https:` or `http:`, normalised. Nothing is fetched from it by itself. */
  readonly url: string;
}

/** Reads the announcement; `undefined` where its URL is none, of another scheme or too long. */
export function parseOob(message: Element): Oob | undefined {
  const x = message.getChild('x', NS);
  const text = x && childText(x, 'url', NS)?.trim();
  if (!text || text.length > MAX_URL_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? { url: url.href } : undefined;
}

export function buildOob({ url }: Oob): Element {
  return xml('x', { xmlns: NS }, xml('url', null, sendableText(url)));
}

export const oobModule = passiveModule('XEP-0066', [NS]);
