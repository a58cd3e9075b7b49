import type { ContactEvent } from './contactEvents.ts';

/** About two lines of a notification, in UTF-16 code units. */
const MAX_LENGTH = 120;
/** What reorders the text around it (Unicode UAX #9 §2), and controls. */
const DECEPTIVE = /[\u202a-\u202e\u2066-\u2069]|(?!\s)\p{Cc}/gu;

const HALF_A_PAIR_AT_THE_END = /[\uD800-\uDBFF]$/;

/** What a notification says of those who now ask to see the user's presence, in one line. */
export function requestText(jids: readonly string[]): string {
  return jids.length === 1
    ? `${oneLine(jids[0] ?? '')} asks to see when you are online`
    : `${jids.length} people ask to see when you are online`;
}

/** What a notification says of an event, in one line. */
export function notificationText({ kind, contact }: ContactEvent): string {
  const name = oneLine(contact.name);
  switch (kind) {
    case 'message':
      return `${name}: ${oneLine(contact.lastReceived?.excerpt ?? '')}`;
    case 'file':
      return `${name} sends ${oneLine(contact.lastReceived?.fileName ?? 'a file')}`;
    case 'online':
      return `${name} is online`;
    case 'offline':
      return `${name} is offline`;
    case 'status':
      return `${name} is now “${oneLine(contact.status)}”`;
    case 'answer':
      return contact.subscription === 'to' || contact.subscription === 'both'
        ? `${name} lets you see when they are online`
        : `${name} does not let you see when they are online`;
  }
}

function oneLine(text: string): string {
  const clean = text.replace(DECEPTIVE, '').replace(/\s+/gu, ' ').trim();
  if (clean.length <= MAX_LENGTH) return clean;
  return `${clean.slice(0, MAX_LENGTH - 1).replace(HALF_A_PAIR_AT_THE_END, '')}…`;
}
