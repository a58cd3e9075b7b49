// XEP-0234: Jingle File Transfer, version 0.19.1
// https://xmpp.org/extensions/xep-0234.html
import { buildRange, type FileRange, parseRange } from '../stanza/fileRange.ts';
import { receivedLine } from '../stanza/text.ts';
import { childText, type Element, localizedText, xml } from '../stanza/xml.ts';
import type { JingleContent } from './0166-requests.ts';
import { formatDateTime, parseDateTime } from './0203-delay.ts';
import {
  buildHash,
  buildHashUsed,
  type FileHash,
  parseHashes,
  parseHashesUsed,
} from './0300-hashes.ts';
import { buildFileMetadata, type FileMetadata, parseFileMetadata } from './0446-fileMetadata.ts';

export const NS_FILE_TRANSFER = 'urn:xmpp:jingle:apps:file-transfer:5';
const NS_ERRORS = 'urn:xmpp:jingle:apps:file-transfer:errors:0';
/** The condition of a recipient that takes no file of this size (§9.2). */
export const FILE_TOO_LARGE = `{${NS_ERRORS}}file-too-large`;
const MAX_DESCRIPTION_LENGTH = 1000;

/** A file as its sender describes it. */
export interface JingleFile extends FileMetadata {
  /** In one line. */
  readonly description?: string;
  /** The algorithms of the hashes that are announced during the transfer (§8.2). */
  readonly hashesUsed?: readonly string[];
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
}

/** Parses the file in a `<description/>`; `undefined` if there is none. */
export function parseFile(description: Element): JingleFile | undefined {
  const metadata = parseFileMetadata(description, NS_FILE_TRANSFER);
  const file = description.getChild('file', NS_FILE_TRANSFER);
  if (!metadata || !file) return undefined;
  const said = localizedText(file, 'desc', NS_FILE_TRANSFER) ?? '';
  const text = receivedLine(said, MAX_DESCRIPTION_LENGTH);
  const hashesUsed = parseHashesUsed(file);
  const modified = parseDateTime(childText(file, 'date', NS_FILE_TRANSFER)?.trim());
  return {
    ...metadata,
    ...(text !== '' && { description: text }),
    ...(hashesUsed.length > 0 && { hashesUsed }),
    ...(modified !== undefined && { modified }),
  };
}

/** Whether parts of an offered file can be had (§6.4). */
export function hasParts(description: Element): boolean {
  const file = description.getChild('file', NS_FILE_TRANSFER);
  return file?.getChild('range', NS_FILE_TRANSFER) !== undefined;
}

/**
 * @param range of an offer, that parts of it can be had: empty; of an acceptance, the part that is
 *   asked for (§6.4)
 */
export function buildDescription(
  { hashesUsed = [], modified, ...file }: JingleFile,
  range?: Partial<FileRange>,
): Element {
  const more = [
    ...(modified === undefined ? [] : [xml('date', {}, formatDateTime(modified))]),
    ...hashesUsed.map(buildHashUsed),
    ...(range ? [buildRange(range)] : []),
  ];
  return xml(
    'description',
    { xmlns: NS_FILE_TRANSFER },
    buildFileMetadata(file, NS_FILE_TRANSFER, ...more),
  );
}

/**
 * The part of our file that its recipient asks for in the acceptance (§6.4).
 * @param size of the file, in bytes
 * @throws StanzaError `bad-request` if it is no part of it
 */
export function parseAskedRange(description: Element | undefined, size: number): FileRange {
  const file = description?.getChild('file', NS_FILE_TRANSFER);
  return parseRange(file?.getChild('range', NS_FILE_TRANSFER), size);
}

/**
 * Parses the hashes of the content announced in a `<checksum/>`; `undefined` if it is something else, or
 * of another content. Those of a range (§8.2) are not of the whole file.
 */
export function parseChecksum(info: Element, of: JingleContent): FileHash[] | undefined {
  if (!info.is('checksum', NS_FILE_TRANSFER) || !isOf(info, of)) return undefined;
  const file = info.getChild('file', NS_FILE_TRANSFER);
  return file && parseHashes(file);
}

/** @param range the part that the hashes are of; absent: the whole file */
export function buildChecksum(
  of: JingleContent,
  hashes: readonly FileHash[],
  range?: FileRange,
): Element {
  const { creator, name } = of;
  const file = range
    ? buildFileMetadata({}, NS_FILE_TRANSFER, buildRange(range, ...hashes.map(buildHash)))
    : buildFileMetadata({ hashes }, NS_FILE_TRANSFER);
  return xml('checksum', { xmlns: NS_FILE_TRANSFER, creator, name }, file);
}

/** Whether the recipient confirms the whole content (§8.1). */
export function isReceived(info: Element, of: JingleContent): boolean {
  return info.is('received', NS_FILE_TRANSFER) && isOf(info, of);
}

export function buildReceived({ creator, name }: JingleContent): Element {
  return xml('received', { xmlns: NS_FILE_TRANSFER, creator, name });
}

/** The requested file is not available, or not to the requester (§9.1). */
export function fileNotAvailable(): Element {
  return xml('file-not-available', { xmlns: NS_ERRORS });
}

/** An absent creator or name is that of the only content (§8). */
function isOf(info: Element, { creator, name }: JingleContent): boolean {
  return (info.attrs['creator'] ?? creator) === creator && (info.attrs['name'] ?? name) === name;
}
