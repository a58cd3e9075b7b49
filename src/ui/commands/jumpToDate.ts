import { RequestError } from '../../api/channel.ts';
import type { CommandContext } from './command.ts';

/** `XMPP: Jump to Date…`: in the chat whose tab is active. @throws RequestError where none is */
export function jumpToDate({ jumpToDate: jump }: CommandContext): void {
  if (jump()) return;
  throw new RequestError({
    code: 'no-chat',
    message: 'No chat is in the active tab: open the chat whose history you want, then try again.',
  });
}
