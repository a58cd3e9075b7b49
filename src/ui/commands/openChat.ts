import type { CommandContext } from './command.ts';
import { chatOfArgument, pickChat } from './pickContact.ts';

/** `XMPP: Open Chat…`: with the given contact, or with one chosen by the user. */
export async function openChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickChat(context.state, 'Open Chat'));
  if (of) context.openChat(of);
}
