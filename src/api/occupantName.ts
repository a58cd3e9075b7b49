import { t } from '../base/l10n.ts';

/** What the chat with an occupant is called, by their nick and the name of the room. */
export function occupantName(nick: string, room: string): string {
  return t('{nick} in {room}', { nick, room });
}
