// XEP-0353: Jingle Message Initiation, version 0.8.0
// https://xmpp.org/extensions/xep-0353.html
import type { Module } from '../stanza/session.ts';
import { type CallNotice, type FileOfferNotice, MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedId, receivedLine } from '../stanza/text.ts';
import { childText, type Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:jingle-message:0';
const NS_JINGLE = 'urn:xmpp:jingle:1';
const NS_RTP = 'urn:xmpp:jingle:apps:rtp:1';
const FILE_TRANSFER = /^urn:xmpp:jingle:apps:file-transfer:[0-9]+$/u;

/** A later step of an offered call. */
export interface CallStep {
  /** The id of the call. */
  readonly id: string;
  readonly kind: 'retract' | 'reject' | 'proceed' | 'finish';
  /** Whether the call took place, if the sender reports it. */
  readonly success?: true;
}

/** Parses an offer, with the id used by its steps; `undefined` if its purpose is unsupported. */
export function parseProposal(
  message: Element,
): { readonly id: string; readonly notice: CallNotice | FileOfferNotice } | undefined {
  const propose = message.getChild('propose', NS);
  const id = receivedId(propose?.attrs['id']);
  if (!propose || id === undefined) return undefined;
  const notice = offered(propose);
  return notice && { id, notice };
}

/** Parses a step, also by the names of older versions; ringing is ignored. */
export function parseCallStep(message: Element): CallStep | undefined {
  for (const name of ['accept', 'proceed', 'reject', 'retract', 'finish'] as const) {
    const step = message.getChild(name, NS);
    const id = receivedId(step?.attrs['id']);
    if (!step || id === undefined) continue;
    const reason = step.getChild('reason', NS_JINGLE);
    const success = reason?.getChild('success', NS_JINGLE) !== undefined;
    const kind = name === 'accept' ? 'proceed' : name;
    return { id, kind, ...(success && { success }) };
  }
  return undefined;
}

/** The purpose of a session by its content descriptions (XEP-0167, XEP-0234). */
export function offered(contents: Element): CallNotice | FileOfferNotice | undefined {
  const descriptions = contents
    .getChildElements()
    .filter((child) => child.getName() === 'description');
  const calls = descriptions.filter((description) => description.getNS() === NS_RTP);
  if (calls.length > 0) {
    const video = calls.some(({ attrs }) => attrs['media'] === 'video');
    return { kind: 'call', video, state: 'offered' };
  }
  const transfer = descriptions.find((description) =>
    FILE_TRANSFER.test(description.getNS() ?? ''),
  );
  if (!transfer) return undefined;
  const namespace = transfer.getNS() ?? '';
  const file = transfer.getChild('file', namespace);
  const name = file && childText(file, 'name', namespace);
  return { kind: 'fileOffer', name: receivedLine(name ?? '', MAX_NOTICE_TEXT) };
}

/** Not announced: calls are not accepted. */
export const jingleMessagesModule: Module = { xep: 'XEP-0353', features: [] };
