import type { RoomApprovalView } from '../api/views.ts';
import { shownAddress } from '../base/jidEscaping.ts';

/** Who asks for what in which room, in one sentence. @param room its name, if it is known */
export function approvalText(
  { kind, nick, jid = '', room: id }: Pick<RoomApprovalView, 'kind' | 'nick' | 'jid' | 'room'>,
  room = shownAddress(id),
): string {
  const address = jid === '' ? '' : shownAddress(jid);
  // A nick is chosen by who has it, an address is not.
  const who = nick === '' || address === '' ? nick || address : `${nick} (${address})`;
  return kind === 'voice'
    ? `${who} asks to write in ${room}`
    : `${who} asks to be a member of ${room}`;
}
