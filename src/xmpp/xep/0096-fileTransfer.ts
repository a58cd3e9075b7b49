// XEP-0096: SI File Transfer, version 1.3.1
// https://xmpp.org/extensions/xep-0096.html
import { buildRange, type FileRange, parseRange } from '../stanza/fileRange.ts';
import { MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId, receivedLine, sendableText } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';
import { NS_IN_BAND } from './0047-inBand.ts';
import { NS_SOCKS5 } from './0065-socks5.ts';
import { badProfile, buildMethods, noValidStreams, NS_SI, parseMethods } from './0095-si.ts';
import { formatDateTime, parseDateTime } from './0203-delay.ts';
import type { Offer } from './0166-jingle.ts';

export const NS_FILE_TRANSFER = 'http://jabber.org/protocol/si/profile/file-transfer';
const NS = NS_FILE_TRANSFER;
const MAX_TYPE_LENGTH = 127;

/** A file that is offered, all by the word of its sender. */
export interface SiFile {
  /** In bytes. */
  readonly size: number;
  /** A label; may be empty. */
  readonly name: string;
  readonly description?: string;
  readonly mediaType?: string;
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
}

export interface SiOffer {
  /** The id of the stream. */
  readonly sid: string;
  readonly file: SiFile;
  /** The MD5 of the file in hex, which shows errors and proves nothing. */
  readonly md5?: string;
  /** The methods offered that we support, by their namespaces. */
  readonly methods: readonly string[];
  /** Whether parts of the file can be had. */
  readonly hasParts: boolean;
}

/** Parses the offer as a notice, where it cannot be accepted. */
export function parseFileOffer(si: Element): Offer | undefined {
  const file = si.getChild('file', NS);
  const id = receivedId(si.attrs['id']);
  if (!file || id === undefined) return undefined;
  const name = receivedLine(file.attrs['name'] ?? '', MAX_NOTICE_TEXT);
  return { id, notice: { kind: 'fileOffer', name } };
}

/** Parses an offer (§3). @throws StanzaError to refuse one that cannot be accepted */
export function parseSiOffer(si: Element): SiOffer {
  const { id, profile, 'mime-type': type = '' } = si.attrs;
  if (profile !== NS) throw badProfile();
  const sid = receivedId(id);
  const file = si.getChild('file', NS);
  const { size = '', hash = '', name = '', date } = file?.attrs ?? {};
  if (!file || sid === undefined || !/^\d{1,15}$/u.test(size)) {
    throw new StanzaError('bad-request', { type: 'modify' });
  }
  const offered = parseMethods(si);
  const methods = [NS_SOCKS5, NS_IN_BAND].filter((method) => offered.includes(method));
  if (methods.length === 0) throw noValidStreams();
  const description = receivedLine(childText(file, 'desc', NS) ?? '', MAX_NOTICE_TEXT);
  const mediaType = receivedLine(type, MAX_TYPE_LENGTH);
  const modified = parseDateTime(date);
  return {
    sid,
    methods,
    file: {
      name: receivedLine(name, MAX_NOTICE_TEXT),
      size: Number(size),
      ...(description !== '' && { description }),
      ...(mediaType !== '' && { mediaType }),
      ...(modified !== undefined && { modified }),
    },
    hasParts: file.getChild('range', NS) !== undefined,
    ...(/^[0-9a-f]{32}$/iu.test(hash) && { md5: hash.toLowerCase() }),
  };
}

/**
 * The part of an offered file that its recipient asks for in the answer (§3).
 * @param size of the file, in bytes
 * @throws StanzaError `bad-request` if it is no part of it
 */
export function parseAskedRange(si: Element, size: number): FileRange {
  return parseRange(si.getChild('file', NS)?.getChild('range', NS), size);
}

/** Asks in an answer for all that comes after a part. @param offset where it ends, in bytes */
export function buildAskedRange(offset: number): Element {
  return xml('file', { xmlns: NS }, buildRange({ offset }));
}

/** Builds an offer, of which parts can be had, with the methods in the order of preference. */
export function buildSiOffer({ sid, file, methods }: Omit<SiOffer, 'hasParts'>): Element {
  const { name, size, mediaType, modified } = file;
  const date = modified === undefined ? undefined : formatDateTime(modified);
  return xml(
    'si',
    { xmlns: NS_SI, id: sid, profile: NS, 'mime-type': mediaType && sendableText(mediaType) },
    xml('file', { xmlns: NS, name: sendableText(name), size: String(size), date }, buildRange({})),
    buildMethods(methods),
  );
}
