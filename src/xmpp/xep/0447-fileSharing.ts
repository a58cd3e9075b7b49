// XEP-0447: Stateless file sharing, version 0.3.1
// https://xmpp.org/extensions/xep-0447.html
import { sendableText } from '../text.ts';
import { type Element, xml } from '../xml.ts';
import { buildFileMetadata, type FileMetadata, parseFileMetadata } from './0446-fileMetadata.ts';
import { passiveModule } from './passive.ts';

const NS = 'urn:xmpp:sfs:0';
const NS_URL_DATA = 'http://jabber.org/protocol/url-data';
const NS_FALLBACK = 'urn:xmpp:fallback:0';
const MAX_URL_LENGTH = 4096;

/** A file that a message shares. */
export interface SharedFile extends FileMetadata {
  /** `https:`, normalised. Nothing is fetched from it by itself. */
  readonly url: string;
}

/** Reads the shared file; `undefined` where none is, or no source of it is an `https:` URL. */
export function parseFileSharing(message: Element): SharedFile | undefined {
  const sharing = message.getChild('file-sharing', NS);
  const metadata = sharing && parseFileMetadata(sharing);
  if (!metadata) return undefined;
  const sources = sharing.getChild('sources', NS)?.getChildren('url-data', NS_URL_DATA) ?? [];
  for (const { attrs } of sources) {
    const url = httpsUrl(attrs['target']);
    if (url !== undefined) return { url, ...metadata };
  }
  return undefined;
}

/** The announcement, and the mark that the body only repeats it for others (XEP-0428 §3). */
export function buildFileSharing({ url, ...metadata }: SharedFile): readonly Element[] {
  return [
    xml(
      'file-sharing',
      { xmlns: NS, disposition: 'attachment' },
      buildFileMetadata(metadata),
      xml('sources', null, xml('url-data', { xmlns: NS_URL_DATA, target: sendableText(url) })),
    ),
    xml('fallback', { xmlns: NS_FALLBACK, for: NS }, xml('body')),
  ];
}

export const fileSharingModule = passiveModule('XEP-0447', [NS]);

function httpsUrl(text = ''): string | undefined {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' ? url.href : undefined;
}
