/** A piece of a message: plain text, or a link. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'link';
      /** As it was written. */
      readonly text: string;
      /** Normalised, so that a look-alike host shows as punycode. */
      readonly url: string;
      /** Where the link really leads, when that is not what is written. */
      readonly host?: string;
    };

/** Each character is looked at once: a match takes all up to the next white space. Controls end a link. */
const CANDIDATE =
  /(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:|xmpp:)[^\s<>"\p{Cc}\u202a-\u202e\u2066-\u2069]+/giu;
/** Longer ones are no links that anyone wants to click. */
const MAX_LENGTH = 2048;
/** More in one message are only meant to keep the page busy; they stay text. */
export const MAX_LINKS = 200;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Splits `text` into plain pieces and at most `limit` links, in time linear in its length. */
export function linkify(text: string, limit = MAX_LINKS): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  let links = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    if (links === limit) break;
    const link = parseLink(trimEnd(match[0]));
    if (!link) continue;
    if (match.index > end) segments.push({ kind: 'text', text: text.slice(end, match.index) });
    segments.push(link);
    links++;
    end = match.index + link.text.length;
  }
  if (end < text.length) segments.push({ kind: 'text', text: text.slice(end) });
  return segments;
}

function parseLink(text: string): (Segment & { kind: 'link' }) | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === 'mailto:' || url.protocol === 'xmpp:') {
    return url.pathname === '' ? undefined : { kind: 'link', text, url: url.href };
  }
  const written = /^https?:\/\/([^/?#\\]*)/i.exec(text)?.[1]?.toLowerCase();
  return written === url.host || written === url.hostname || written === `${url.host}:${port(url)}`
    ? { kind: 'link', text, url: url.href }
    : { kind: 'link', text, url: url.href, host: url.host };
}

/** The default port, which the URL parser drops when it was written out. */
function port(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}

/** Drops what belongs to the sentence: punctuation, and brackets that were not opened inside. */
function trimEnd(text: string): string {
  const depth: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (const character of text) {
    const opening = CLOSING[character];
    if (character in depth) depth[character] = (depth[character] ?? 0) + 1;
    else if (opening) depth[opening] = (depth[opening] ?? 0) - 1;
  }
  let end = text.length;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    const opening = CLOSING[last];
    if (opening === undefined) {
      if (!".,;:!?'*_~…".includes(last)) break;
    } else {
      const balance = depth[opening] ?? 0;
      if (balance >= 0) break;
      depth[opening] = balance + 1;
    }
  }
  return text.slice(0, end);
}
