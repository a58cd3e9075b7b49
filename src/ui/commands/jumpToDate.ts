import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import type { CommandContext } from './command.ts';

/** `XMPP: Jump to Date…`: in the active chat tab. @throws RequestError if no chat is active */
export function jumpToDate({ jumpToDate: jump }: CommandContext): void {
  if (jump()) return;
  throw new RequestError(userError('no-chat'));
}
