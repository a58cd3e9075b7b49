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

/** What becomes of a call that was offered before. */
export interface CallStep {
  /** The call's own id. */
  readonly id: string;
  readonly kind: 'retract' | 'reject' | 'proceed' | 'finish';
  /** Whether there was a conversation, where the sender says so. */
  readonly success?: true;
}

/** Reads an offer, with the id that its steps name; `undefined` where it is for something else. */
export function parseProposal(
  message: Element,
): { readonly id: string; readonly notice: CallNotice | FileOfferNotice } | undefined {
  const propose = message.getChild('propose', NS);
  const id = receivedId(propose?.attrs['id']);
  if (!propose || id === undefined) return undefined;
  const notice = offered(propose);
  return notice && { id, notice };
}

/** Reads a step, also by the names of older versions; ringing is none. */
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

/** What is offered by the descriptions of a session's contents (XEP-0167, XEP-0234). */
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

/** Not announced: calls are not taken. */
export const jingleMessagesModule: Module = { xep: 'XEP-0353', features: [] };
