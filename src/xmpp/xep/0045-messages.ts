// XEP-0045: Multi-User Chat, version 1.35.5
// https://xmpp.org/extensions/xep-0045.html
import { Jid } from '../../base/jid.ts';
import { receivedText } from '../stanza/text.ts';
import { type Element, localizedText, NS_CLIENT, xml } from '../stanza/xml.ts';
import { NS_MUC_USER } from './0045-user.ts';

/** Maximum length of a room's subject, in UTF-16 code units. */
const MAX_SUBJECT_LENGTH = 4096;

/** Who receives a message: a contact, all occupants of a room (§7.4), or one of them (§7.5). */
export type Audience = 'contact' | 'room' | 'occupant';

/** The address of an outgoing message. */
export interface Destination {
  /** Of a room, its bare JID counts; of an occupant, `room/nick`. */
  readonly to: Jid;
  /** A contact when absent. */
  readonly audience?: Audience | undefined;
}

type Part = Element | readonly Element[] | false | undefined;

/** Builds a message to its audience; that to an occupant is marked as private (§7.5). */
export function buildMessage(
  { to, audience = 'contact' }: Destination,
  id: string | undefined,
  ...content: readonly Part[]
): Element {
  const isRoom = audience === 'room';
  return xml(
    'message',
    { type: isRoom ? 'groupchat' : 'chat', to: isRoom ? to.bare : to.full, id },
    ...content,
    audience === 'occupant' && buildPrivateMark(),
  );
}

/** Marks a message as exchanged with an occupant, without which it is not copied (XEP-0280 §6.1). */
export function buildPrivateMark(): Element {
  return xml('x', { xmlns: NS_MUC_USER });
}

/**
 * Whether a message is marked as exchanged with an occupant. Only a hint: some are not marked, and
 * any sender can mark one (§7.5); what counts is that the JID is one of a room.
 */
export function isMarkedPrivate(message: Element): boolean {
  const marks = message.getChildren('x', NS_MUC_USER);
  return marks.length === 1 && marks[0]?.getChildElements().length === 0;
}

/**
 * The subject that a groupchat message sets, trimmed; empty if it clears it, `undefined` if it sets
 * none: one with a body or thread is a message with a title (§8.1).
 */
export function parseRoomSubject(message: Element): string | undefined {
  if (message.getChild('body', NS_CLIENT) || message.getChild('thread', NS_CLIENT)) {
    return undefined;
  }
  const subject = localizedText(message, 'subject', NS_CLIENT)?.trim();
  return subject === undefined ? undefined : receivedText(subject, MAX_SUBJECT_LENGTH);
}

/**
 * The sender's real bare JID, as the archive of a room adds it to a result (XEP-0313 §6.1.2). Only
 * archives remove what others write there (XEP-0313 §8.4): in any other message it is worth nothing.
 */
export function parseArchivedJid(message: Element): Jid | undefined {
  const [x, ...others] = message.getChildren('x', NS_MUC_USER);
  const items = x?.getChildren('item', NS_MUC_USER) ?? [];
  if (others.length > 0 || items.length !== 1) return undefined;
  return Jid.parse(items[0]?.attrs['jid'] ?? '')?.toBare();
}
