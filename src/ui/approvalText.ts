import type { RoomApprovalView } from '../api/views.ts';
import { shownAddress } from '../base/jidEscaping.ts';
import { t } from '../base/l10n.ts';

type Asked = Pick<RoomApprovalView, 'kind' | 'nick' | 'jid' | 'room'>;

/** Who asks for what in which room, in one sentence. @param room its name, if it is known */
export function approvalText(asked: Asked, room?: string): string {
  const address = addressOf(asked);
  // A nick is chosen by who has it, an address is not.
  const who = asked.nick !== '' && address !== '' ? `${asked.nick} (${address})` : nameOf(asked);
  return sentence(who, asked, room);
}

/** The same by nick alone, where the address stands beside it. */
export function shortApprovalText(asked: Asked, room?: string): string {
  return sentence(nameOf(asked), asked, room);
}

function sentence(who: string, { kind, room: id }: Asked, room = shownAddress(id)): string {
  return kind === 'voice'
    ? t('{who} asks to write in {room}', { who, room })
    : t('{who} asks to be a member of {room}', { who, room });
}

function nameOf(asked: Asked): string {
  return asked.nick || addressOf(asked);
}

function addressOf({ jid = '' }: Asked): string {
  return jid === '' ? '' : shownAddress(jid);
}
