import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import type { CommandContext } from './command.ts';

/** `XMPP: Jump to Date…`: in the active chat. @throws RequestError if no chat is active */
export function jumpToDate(context: CommandContext): void {
  tell(context, 'jumpToDate');
}

/** `XMPP: Reply to Message`: to the focused one, else the newest. @throws RequestError likewise */
export function reply(context: CommandContext): void {
  tell(context, 'reply');
}

function tell({ tellActiveChat }: CommandContext, type: 'jumpToDate' | 'reply'): void {
  if (!tellActiveChat({ type })) throw new RequestError(userError('no-chat'));
}
