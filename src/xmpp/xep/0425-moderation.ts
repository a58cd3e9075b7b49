// XEP-0425: Moderated Message Retraction, version 0.3.0
// https://xmpp.org/extensions/xep-0425.html
import { Jid } from '../../base/jid.ts';
import { MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedId, receivedLine, sendableText } from '../stanza/text.ts';
import { type Element, localizedText, xml } from '../stanza/xml.ts';
import { parseDateTime } from './0203-delay.ts';
import { parseOccupantId } from './0421-occupantIds.ts';
import { NS_RETRACT } from './0424-retraction.ts';

/** The current version, and that before 0.3.0, which is still in use (with XEP-0422). */
const NS_MODERATE = 'urn:xmpp:message-moderate:1';
const NS_MODERATE_0 = 'urn:xmpp:message-moderate:0';
const NS_RETRACT_0 = 'urn:xmpp:message-retract:0';
const NS_FASTEN = 'urn:xmpp:fasten:0';

/** Who moderated a message, as far as the room says. */
export interface Moderator {
  /** An occupant's JID, or a real one; the nick is that of then. */
  readonly by?: Jid;
  readonly occupantId?: string;
  /** In one line; empty if none is given. */
  readonly reason: string;
}

/** A moderator's retraction of a message. */
export interface Moderation extends Moderator {
  /** The stanza-id that the room assigned to the retracted message. */
  readonly id: string;
}

/** What an archive keeps of a moderated message (§4). */
export interface Moderated extends Moderator {
  /** When it was moderated, in ms since 1970, if given. */
  readonly stamp?: number;
}

/** The versions of the extension that rooms announce. */
export type ModerationVersion = '0' | '1';

/**
 * Parses a moderation in a groupchat message. Only the room itself may send one (§5).
 *
 * @param from the sender of the message
 */
export function parseModeration(message: Element, from: Jid): Moderation | undefined {
  if (from.resource !== '') return undefined;
  const retract = message.getChild('retract', NS_RETRACT);
  const moderated = retract?.getChild('moderated', NS_MODERATE);
  if (retract && moderated) return moderation(retract, moderated, reasonIn(retract, NS_RETRACT));
  const fastened = message.getChild('apply-to', NS_FASTEN);
  const old = fastened?.getChild('moderated', NS_MODERATE_0);
  if (!fastened || !old?.getChild('retract', NS_RETRACT_0)) return undefined;
  return moderation(fastened, old, '');
}

/** Whether a retraction is, or claims to be, of a moderator: then it is not of the author. */
export function claimsModeration(message: Element): boolean {
  const retract = message.getChild('retract', NS_RETRACT);
  return retract?.getChild('moderated', NS_MODERATE) !== undefined;
}

/** Parses what remains of a moderated message. Valid only from the room's archive (§4). */
export function parseModerated(message: Element): Moderated | undefined {
  const retracted = message.getChild('retracted', NS_RETRACT);
  const moderated = retracted?.getChild('moderated', NS_MODERATE);
  if (retracted && moderated) {
    return tombstone(retracted, moderated, reasonIn(retracted, NS_RETRACT));
  }
  const old = message.getChild('moderated', NS_MODERATE_0);
  const oldRetracted = old?.getChild('retracted', NS_RETRACT_0);
  return old && oldRetracted && tombstone(oldRetracted, old, '');
}

/**
 * Requests a room to retract another's message (§3), which only moderators may.
 *
 * @param request.id the stanza-id that the room assigned to the message
 * @param request.version as the room announces it
 * @throws StanzaError such as `forbidden`
 */
export async function moderate(
  session: Session,
  request: {
    readonly room: Jid;
    readonly id: string;
    readonly reason: string;
    readonly version: ModerationVersion;
  },
): Promise<void> {
  await session.request({ type: 'set', to: request.room.toBare(), payload: buildRequest(request) });
}

/** Not announced: it is a feature of rooms (§2). */
export const moderationModule: Module = { xep: 'XEP-0425', features: [] };

function buildRequest(request: {
  readonly id: string;
  readonly reason: string;
  readonly version: ModerationVersion;
}): Element {
  const { id, version } = request;
  const text = sendableText(request.reason);
  const reason = text !== '' && xml('reason', null, text);
  if (version === '1') {
    const retract = xml('retract', { xmlns: NS_RETRACT });
    return xml('moderate', { xmlns: NS_MODERATE, id }, retract, reason);
  }
  const retract = xml('retract', { xmlns: NS_RETRACT_0 });
  const moderate = xml('moderate', { xmlns: NS_MODERATE_0 }, retract, reason);
  return xml('apply-to', { xmlns: NS_FASTEN, id }, moderate);
}

function moderation(target: Element, moderated: Element, reason: string): Moderation | undefined {
  const id = receivedId(target.attrs['id']);
  return id === undefined ? undefined : { id, ...moderator(moderated, reason) };
}

function tombstone(retracted: Element, moderated: Element, reason: string): Moderated {
  const stamp = parseDateTime(retracted.attrs['stamp']);
  return { ...moderator(moderated, reason), ...(stamp === undefined ? {} : { stamp }) };
}

/** @param reason if it is given beside the element, as since 0.3.0 */
function moderator(moderated: Element, reason: string): Moderator {
  const by = Jid.parse(moderated.attrs['by'] ?? '');
  const occupantId = parseOccupantId(moderated);
  return {
    reason: reason || reasonIn(moderated, moderated.getNS() ?? ''),
    ...(by ? { by } : {}),
    ...(occupantId === undefined ? {} : { occupantId }),
  };
}

function reasonIn(parent: Element, xmlns: string): string {
  return receivedLine(localizedText(parent, 'reason', xmlns) ?? '', MAX_NOTICE_TEXT);
}
