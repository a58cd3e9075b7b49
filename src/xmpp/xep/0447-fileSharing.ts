// XEP-0447: Stateless file sharing, version 0.3.1
// https://xmpp.org/extensions/xep-0447.html
import type { Module } from '../stanza/session.ts';
import { receivedId, sendableText } from '../stanza/text.ts';
import { webUrl } from '../../base/webUrl.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildFileMetadata, type FileMetadata, parseFileMetadata } from './0446-fileMetadata.ts';
import { parseBits } from './0231-bitsOfBinary.ts';
import { buildThumbnail, parseThumbnail } from './0264-thumbnails.ts';
import { parseAttachTo } from './0367-attaching.ts';

export const NS_FILE_SHARING = 'urn:xmpp:sfs:0';
const NS_URL_DATA = 'http://jabber.org/protocol/url-data';

/** Maximum number of files of one message; others are left out. */
const MAX_FILES = 50;

/** A file that a message shares. */
export interface SharedFile extends FileMetadata {
  /** `https:`, normalised. Never fetched automatically. Absent if it is sent later (§3.2). */
  readonly url?: string;
  /** A picture of it that came along, as a `data:` URL (XEP-0264). */
  readonly thumbnail?: string;
  /** The id by which a later source refers to this file of the message. */
  readonly share?: string;
}

/** A source of a file shared by an earlier message. */
export interface AttachedSource {
  /** The id of that message. */
  readonly id: string;
  /** The id of the file within that message; absent if it has none. */
  readonly share?: string;
  /** `https:`, normalised. */
  readonly url: string;
}

/** Parses the shared files (§4.2), without those that have sources, but none by `https:`. */
export function parseFileSharing(message: Element): readonly SharedFile[] {
  const sharings = message.getChildren('file-sharing', NS_FILE_SHARING);
  if (sharings.length === 0) return [];
  const shares = new Set<string>();
  const bits = parseBits(message);
  return sharings.slice(0, MAX_FILES).flatMap((sharing) => {
    const parsed = parseShared(sharing, bits);
    if (!parsed) return [];
    const { share, ...file } = parsed;
    // Ids must differ: a second file of the same id can get no source.
    const isFirst = share !== undefined && !shares.has(share);
    if (share !== undefined) shares.add(share);
    return [{ ...file, ...(isFirst ? { share } : {}) }];
  });
}

function parseShared(
  sharing: Element,
  bits: ReadonlyMap<string, Uint8Array>,
): SharedFile | undefined {
  const metadata = parseFileMetadata(sharing);
  if (!metadata) return undefined;
  const addresses = addressesIn(sharing);
  const url = firstUrl(addresses);
  if (url === undefined && addresses.length > 0) return undefined;
  const share = receivedId(sharing.attrs['id']);
  const thumbnail = parseThumbnail(sharing, bits);
  return {
    ...(url === undefined ? {} : { url }),
    ...metadata,
    ...(thumbnail === undefined ? {} : { thumbnail }),
    ...(share === undefined ? {} : { share }),
  };
}

/** Parses a source of a file shared earlier (§3.3); valid only from the same sender. */
export function parseAttachedSource(message: Element): AttachedSource | undefined {
  const id = parseAttachTo(message);
  const url = firstUrl(addressesIn(message));
  if (id === undefined || url === undefined) return undefined;
  const share = receivedId(message.getChild('sources', NS_FILE_SHARING)?.attrs['id']);
  return { id, url, ...(share === undefined ? {} : { share }) };
}

/** Builds the announcements of files; of several, each has an id (§4.2). */
export function buildFileSharing(
  files: readonly (FileMetadata & { readonly url: string; readonly thumbnail?: string })[],
): readonly Element[] {
  return files.map((file, index) =>
    xml(
      'file-sharing',
      {
        xmlns: NS_FILE_SHARING,
        disposition: 'attachment',
        ...(files.length > 1 && { id: String(index + 1) }),
      },
      buildFileMetadata(
        file,
        undefined,
        ...(file.thumbnail === undefined ? [] : [buildThumbnail(file.thumbnail)]),
      ),
      xml('sources', null, xml('url-data', { xmlns: NS_URL_DATA, target: sendableText(file.url) })),
    ),
  );
}

export const fileSharingModule: Module = { xep: 'XEP-0447', features: [NS_FILE_SHARING] };

function addressesIn(parent: Element): readonly Element[] {
  return parent.getChild('sources', NS_FILE_SHARING)?.getChildren('url-data', NS_URL_DATA) ?? [];
}

function firstUrl(addresses: readonly Element[]): string | undefined {
  for (const { attrs } of addresses) {
    const url = webUrl(attrs['target'], ['https:']);
    if (url !== undefined) return url;
  }
  return undefined;
}
