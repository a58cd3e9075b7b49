import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import type { CommandContext } from './command.ts';

/** `XMPP: Jump to Date…`: in the chat whose tab is active. @throws RequestError where none is */
export function jumpToDate({ jumpToDate: jump }: CommandContext): void {
  if (jump()) return;
  throw new RequestError(userError('no-chat'));
}
