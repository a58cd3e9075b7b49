import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';

/** `XMPP: Open Chat…`: with the contact given, or with one that is asked for. */
export async function openChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickContact(context.state, 'Open Chat'));
  if (of) context.openChat(of);
}
