/** The availability stated by presence, whether broadcast or to one JID (RFC 6121 §4.7.2). */
import { receivedText, sendableText } from './text.ts';
import { childText, type Element, localizedText, NS_CLIENT, xml } from './xml.ts';

const MAX_STATUS_LENGTH = 1024;
const SHOWS = ['chat', 'away', 'xa', 'dnd'] as const;

/** RFC 6121 §4.7.2.1, and `available` if there is no `<show/>`. */
export type PresenceShow = (typeof SHOWS)[number] | 'available';

/** An unknown value counts as `available`. */
export function parseShow(presence: Element): PresenceShow {
  const show = childText(presence, 'show', NS_CLIENT);
  return SHOWS.find((known) => known === show) ?? 'available';
}

/** The status text, at most 1024 UTF-16 code units; empty if none. */
export function parseStatus(presence: Element): string {
  return receivedText(localizedText(presence, 'status', NS_CLIENT) ?? '', MAX_STATUS_LENGTH);
}

export function buildShow(show: PresenceShow): Element | undefined {
  return show === 'available' ? undefined : xml('show', null, show);
}

export function buildStatus(status: string): Element | undefined {
  const text = sendableText(status);
  return text === '' ? undefined : xml('status', null, text);
}
