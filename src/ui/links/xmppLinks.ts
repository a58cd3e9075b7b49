import { addressesIn, type WrittenAddress } from '../../base/addresses.ts';
import { parseXmppUri } from '../../base/xmppUri.ts';

/** Maximum number of links in a document; more are not useful to click. */
const MAX_LINKS = 1000;
/** Maximum length of all lines that are searched, in UTF-16 code units: some 40 ms for hostile ones. */
const MAX_SEARCHED = 250_000;
const LINES_WITH_LINKS = /^.*xmpp:.*$/gimu;
/** Before a link: none of what makes it part of something else, such as a namespace (`urn:xmpp:ping`). */
const BEFORE = /(?:^|[^\w:/?&=#.%+-])$/u;

/** The `xmpp:` links to somebody, or to a room in a text, in time linear in its length. */
export function xmppLinksIn(text: string): readonly WrittenAddress[] {
  const links: WrittenAddress[] = [];
  let searched = 0;
  for (const { 0: line, index: start } of text.matchAll(LINES_WITH_LINKS)) {
    searched += line.length;
    if (searched > MAX_SEARCHED) break;
    for (const { text: written, index } of addressesIn(line)) {
      if (!BEFORE.test(line.slice(Math.max(0, index - 1), index))) continue;
      if ((parseXmppUri(written)?.address.local ?? '') === '') continue;
      links.push({ text: written, index: start + index });
      if (links.length === MAX_LINKS) return links;
    }
  }
  return links;
}

/**
 * The link in a URI of the editor, `…/open?…uri=xmpp%3A…`: the last part of its query, which the editor
 * has decoded already. @returns `undefined` if it is another one
 */
export function linkInUri(uri: {
  readonly path: string;
  readonly query: string;
}): string | undefined {
  if (uri.path !== '/open') return undefined;
  return /(?:^|&)uri=(?<link>xmpp:.*)$/isu.exec(uri.query)?.groups?.['link'];
}
