import type { CommandContext } from './command.ts';
import { followLink } from './links/openXmppLink.ts';
import { chatOfArgument, pickChatOrLink } from './pickContact.ts';

/** `XMPP: Open Chat…`: with the given contact, or with one chosen by the user; follows a pasted link. */
export async function openChat(context: CommandContext, argument?: unknown): Promise<void> {
  const chosen = chatOfArgument(argument) ?? (await pickChatOrLink(context.state, 'Open Chat'));
  if (!chosen) return;
  if ('link' in chosen) await followLink(context, chosen);
  else context.openChat(chosen);
}
