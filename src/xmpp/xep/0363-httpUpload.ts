// XEP-0363: HTTP File Upload, version 1.2.0
// https://xmpp.org/extensions/xep-0363.html
import { userError } from '../../base/userError.ts';
import { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { sendableText } from '../stanza/text.ts';
import { tooLarge, TransferError } from '../transferError.ts';
import { webUrl } from '../../base/webUrl.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type DiscoInfo, SERVICE_MS, serviceInfo, serviceItems } from './0030-disco.ts';

const NS = 'urn:xmpp:http:upload:0';
/** Maximum number of a server's services that are queried. */
const MAX_ITEMS = 50;
/** Printable ASCII, as allowed in an HTTP header. */
const PRINTABLE = /^[ -~]*$/;
const ALLOWED_HEADERS = ['authorization', 'cookie', 'expires'];

/** An upload service. */
export interface UploadService {
  readonly jid: Jid;
  /** Maximum file size in bytes, if the service announces it. */
  readonly maxSize?: number;
}

/** The URLs for the upload and the download of a file. Both `https:`, valid by RFC 3986. */
export interface UploadSlot {
  readonly putUrl: string;
  readonly getUrl: string;
  /** Name in lower case, and value, of headers to send with the file; may be secret. */
  readonly headers: readonly (readonly [string, string])[];
  /** The media type in the request of the slot. */
  readonly mediaType: string;
}

/** A file to request a slot for. */
export interface UploadFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** Parses a slot; `undefined` if a URL is missing or not `https:`. */
export function parseSlot(slot: Element, mediaType: string): UploadSlot | undefined {
  const put = slot.getChild('put', NS);
  const putUrl = webUrl(put?.attrs['url'], ['https:']);
  const getUrl = webUrl(slot.getChild('get', NS)?.attrs['url'], ['https:']);
  if (!put || !putUrl || !getUrl) return undefined;
  const headers = put.getChildren('header', NS).flatMap((header) => {
    const name = withoutLineEnds(header.attrs['name'] ?? '').toLowerCase();
    const value = withoutLineEnds(header.text());
    const allowed = ALLOWED_HEADERS.includes(name) && PRINTABLE.test(value);
    return allowed ? [[name, value] as const] : [];
  });
  return { putUrl, getUrl, headers, mediaType };
}

/**
 * Discovers the account's upload service: the server itself, then its items (§3).
 *
 * @returns `undefined` if there is none
 * @throws StanzaError when the server itself does not answer
 */
export async function findUploadService(session: Session): Promise<UploadService | undefined> {
  const server = Jid.of(session.account.domain);
  const own = asUploadService(server, await serviceInfo(session, server));
  if (own) return own;
  const items = (await serviceItems(session, server)).filter((item) => item.node === undefined);
  // The first to answer: one that is down, or never answers, must not hold up the others.
  const found = items.slice(0, MAX_ITEMS).map(async ({ jid }) => {
    const service = asUploadService(jid, await serviceInfo(session, jid, SERVICE_MS));
    return service ?? Promise.reject(new StanzaError('feature-not-implemented'));
  });
  return Promise.any(found).catch(() => undefined);
}

/** Requests a slot from the service (§4). @throws TransferError */
export async function requestSlot(
  session: Session,
  service: UploadService,
  file: UploadFile,
): Promise<UploadSlot> {
  const { name, size, mediaType } = file;
  if (service.maxSize !== undefined && size > service.maxSize) throw tooLarge(service.maxSize);
  const payload = xml('request', {
    xmlns: NS,
    filename: sendableText(name),
    size: String(size),
    'content-type': sendableText(mediaType),
  });
  const answer = await session
    .request({ type: 'get', to: service.jid, payload })
    .catch((error: unknown) => {
      throw error instanceof StanzaError ? refusal(error) : error;
    });
  const slot = answer.getChild('slot', NS);
  const parsed = slot && parseSlot(slot, mediaType);
  if (parsed) return parsed;
  throw new TransferError(userError('refused.unsafe-slot'));
}

/** Not announced: it is a feature of services. */
export const httpUploadModule: Module = { xep: 'XEP-0363', features: [] };

function asUploadService(jid: Jid, info: DiscoInfo): UploadService | undefined {
  if (!info.features.includes(NS)) return undefined;
  const form = info.forms.find(({ formType }) => formType === NS);
  const maxSize = byteCount(form?.fields.get('max-file-size')?.[0]);
  return maxSize === undefined ? { jid } : { jid, maxSize };
}

/** The error of a service's refusal (§6) for the user. */
function refusal(error: StanzaError): TransferError {
  if (error.application === `{${NS}}file-too-large`) {
    return tooLarge(byteCount(error.details['max-file-size']));
  }
  switch (error.condition) {
    case 'not-connected':
    case 'remote-server-timeout':
    case 'remote-server-not-found':
      return new TransferError(userError('offline.upload-service'));
    case 'resource-constraint':
      return new TransferError(userError('refused.quota'));
    default:
      return new TransferError(userError('refused.upload', { condition: error.condition }));
  }
}

function byteCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** §4: removes line ends, which would begin another header. */
function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n]/g, '');
}
