import type { Jid } from '../../base/jid.ts';
import { mentionableJid } from '../../xmpp/im/mentions.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';
import type { MentionReference } from '../../xmpp/xep/0372-references.ts';
import type { RoomOccupant } from './occupantList.ts';

/** Maximum number of mentions in a message. */
const MAX_MENTIONS = 20;
/** After a name, what is no part of it. */
const END = /^(?:$|[^\p{L}\p{M}\p{N}])/u;
/** After a name at the beginning of a line, that it is spoken to. */
const ADDRESSED = /^[:,]/u;

/** Who is in a room, to be mentioned there. */
export interface Mentionable {
  readonly room: Jid;
  readonly occupants: Iterable<Pick<RoomOccupant, 'nick' | 'jids'>>;
  /** Whether the room shows real JIDs to all in it (XEP-0045 §4.2). */
  readonly isNonAnonymous: boolean;
}

/**
 * Finds whom a text addresses: by `@` before a nick, or a colon or comma after one that begins a
 * line; of several nicks that fit, the longest. Ranges are of the nick, in UTF-16 code units.
 */
export function mentionedIn(text: string, room: Mentionable): readonly MentionReference[] {
  const places = [...text.matchAll(/@|^/gmu)].slice(0, MAX_MENTIONS);
  if (places.length === 0) return [];
  const occupants = [...room.occupants];
  return places.flatMap(({ 0: mark, index }) => {
    const start = index + mark.length;
    const after = (nick: string) => text.slice(start + nick.length, start + nick.length + 2);
    const fits = ({ nick }: { readonly nick: string }) =>
      text.startsWith(nick, start) && (mark === '' ? ADDRESSED : END).test(after(nick));
    const [longest] = occupants.filter(fits).sort((a, b) => b.nick.length - a.nick.length);
    return longest ? mention(longest, start, room) : [];
  });
}

function mention(
  { nick, jids }: Pick<RoomOccupant, 'nick' | 'jids'>,
  start: number,
  { room, isNonAnonymous }: Mentionable,
): readonly MentionReference[] {
  const occupant = occupantJid(room, nick);
  if (!occupant) return [];
  const jid = mentionableJid({ occupant, realJid: jids[0] }, isNonAnonymous);
  return [{ jid, range: { start, end: start + nick.length } }];
}
