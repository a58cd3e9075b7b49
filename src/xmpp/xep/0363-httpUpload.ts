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
import { type DiscoInfo, serviceInfo, serviceItems } from './0030-disco.ts';

const NS = 'urn:xmpp:http:upload:0';
/** A server lists its services; what comes after that many is not asked. */
const MAX_ITEMS = 50;
/** In ASCII: what an HTTP header can hold. */
const PRINTABLE = /^[ -~]*$/;
const ALLOWED_HEADERS = ['authorization', 'cookie', 'expires'];

/** A service that takes files. */
export interface UploadService {
  readonly jid: Jid;
  /** The largest file, in bytes, where the service says so. */
  readonly maxSize?: number;
}

/** Where one file may be put, and where others can get it from then on. Both `https:`, as RFC 3986 wants them. */
export interface UploadSlot {
  readonly putUrl: string;
  readonly getUrl: string;
  /** Name in lower case and value, to be sent with the file; may be secret. */
  readonly headers: readonly (readonly [string, string])[];
  /** The media type that the slot was asked for. */
  readonly mediaType: string;
}

/** A file to ask a slot for. */
export interface UploadFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** Reads a slot; `undefined` where a URL is missing or not `https:`. */
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
 * Looks for the account's upload service: the server itself, then what belongs to it (§3).
 *
 * @returns `undefined` where there is none.
 * @throws StanzaError when the server itself does not answer.
 */
export async function findUploadService(session: Session): Promise<UploadService | undefined> {
  const server = Jid.of(session.account.domain);
  const own = asUploadService(server, await serviceInfo(session, server));
  if (own) return own;
  const items = (await serviceItems(session, server)).filter((item) => item.node === undefined);
  // One that is down, or never answers, must not hide the others.
  const answers = await Promise.allSettled(
    items
      .slice(0, MAX_ITEMS)
      .map(async ({ jid }) => asUploadService(jid, await serviceInfo(session, jid))),
  );
  return answers
    .map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined))
    .find((service) => service !== undefined);
}

/** Asks the service for a slot (§4). @throws TransferError */
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

/** Not announced: the feature is that of a service. */
export const httpUploadModule: Module = { xep: 'XEP-0363', features: [] };

function asUploadService(jid: Jid, info: DiscoInfo): UploadService | undefined {
  if (!info.features.includes(NS)) return undefined;
  const form = info.forms.find(({ formType }) => formType === NS);
  const maxSize = byteCount(form?.fields.get('max-file-size')?.[0]);
  return maxSize === undefined ? { jid } : { jid, maxSize };
}

/** What the service's refusal means to the user (§6). */
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

/** §4: a line end in a header would begin another one. */
function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n]/g, '');
}
