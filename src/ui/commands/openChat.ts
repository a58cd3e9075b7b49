import { t } from '../../base/l10n.ts';
import type { OpenIn } from '../chat/choosePlace.ts';
import type { CommandContext } from './command.ts';
import { followLink } from './links/openXmppLink.ts';
import { chatOfArgument, pickChat, pickChatOrLink } from './pickContact.ts';

/** `XMPP: Open Chat…`: with the given contact, or with one chosen by the user; follows a pasted link. */
export async function openChat(context: CommandContext, argument?: unknown): Promise<void> {
  const chosen = chatOfArgument(argument) ?? (await pickChatOrLink(context.state, t('Open Chat')));
  if (!chosen) return;
  if ('link' in chosen) await followLink(context, chosen);
  else context.openChat(chosen);
}

/** `XMPP: Open Chat in Tab`: the chat of the row, that of the view, or one chosen by the user. */
export async function openInTab(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? context.chatInView();
  await openIn(context, of, 'tab', t('Open Chat in Tab'));
}

/** `XMPP: Open Chat in View`: the chat of the row, the active one, or one chosen by the user. */
export async function openInView(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? context.activeChat();
  await openIn(context, of, 'view', t('Open Chat in View'));
}

/** `XMPP: Open Chat to the Side`: likewise. */
export async function openToSide(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? context.activeChat();
  await openIn(context, of, 'side', t('Open Chat to the Side'));
}

/** `XMPP: Open Chat in New Window`: likewise. */
export async function openInWindow(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? context.activeChat();
  await openIn(context, of, 'window', t('Open Chat in New Window'));
}

async function openIn(
  context: CommandContext,
  given: ReturnType<CommandContext['activeChat']>,
  place: OpenIn,
  title: string,
): Promise<void> {
  const of = given ?? (await pickChat(context.state, title));
  if (of) context.openChatIn(of, place);
}
