import { parseGeo } from '../../src/api/geo.ts';
import { MAX_URI } from '../../src/api/panel.ts';
import { addressesIn } from '../../src/base/addresses.ts';
import { parseXmppUri } from '../../src/base/xmppUri.ts';

/** A piece of a message: plain text, or a link. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'link';
      /** As written. */
      readonly text: string;
      /** Normalised, so that a look-alike host is shown as punycode. */
      readonly url: string;
      /** The actual host, if it differs from what is written. */
      readonly host?: string;
    };

/** Maximum number of links per message; more could only serve to block the page, and stay text. */
export const MAX_LINKS = 200;

/** Splits `text` into plain pieces and at most `limit` links, in time linear in its length. */
export function linkify(text: string, limit = MAX_LINKS): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  let links = 0;
  for (const written of addressesIn(text)) {
    if (links === limit) break;
    const link = parseLink(written.text);
    if (!link) continue;
    if (written.index > end) segments.push({ kind: 'text', text: text.slice(end, written.index) });
    segments.push(link);
    links++;
    end = written.index + link.text.length;
  }
  if (end < text.length) segments.push({ kind: 'text', text: text.slice(end) });
  return segments;
}

function parseLink(text: string): (Segment & { kind: 'link' }) | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  // Converted to ASCII, it may be longer than the panel accepts.
  if (url.href.length > MAX_URI) return undefined;
  if (url.protocol === 'geo:') {
    return parseGeo(text) && { kind: 'link', text, url: text };
  }
  if (url.protocol === 'xmpp:') {
    return parseXmppUri(text) && { kind: 'link', text, url: text };
  }
  if (url.protocol === 'mailto:') {
    return url.pathname === '' ? undefined : { kind: 'link', text, url: url.href };
  }
  const written = /^https?:\/\/([^/?#\\]*)/i.exec(text)?.[1]?.toLowerCase();
  return written === url.host || written === url.hostname || written === `${url.host}:${port(url)}`
    ? { kind: 'link', text, url: url.href }
    : { kind: 'link', text, url: url.href, host: url.host };
}

/** The default port, which the URL parser drops even if written. */
function port(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}
