import type { OfChat } from '../../../api/requests.ts';
import { parseTypedJid, shownAddress } from '../../../base/jidEscaping.ts';
import { plural, t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { insist } from '../../insist.ts';
import { withoutIcons } from '../../plain.ts';
import { compareNames } from '../../../base/compareNames.ts';
import { showCodicon } from '../../presence/presence.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { chatOfArgument } from '../pickContact.ts';
import { askReason } from './askReason.ts';
import { chosenRoom, where } from './pickRoom.ts';

/**
 * `XMPP: Invite to Room…`: several contacts at once, with a reason. The argument is the room, or
 * whom to invite.
 */
export async function inviteToRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Invite to which room?');
  const given = chatOfArgument(argument);
  const invitee = given && !context.state.room(given.account, given.chat) ? given : undefined;
  const found = await chosenRoom(context, argument, title, where('invite'), invitee?.account);
  if (found) await invite(context, found.of, invitee && [invitee.chat]);
}

/** Invites these to a room, or whom the user picks, once the user has said why. */
export async function invite(
  context: CommandContext,
  of: OfChat,
  invitees?: readonly string[],
): Promise<void> {
  const name = context.state.room(of.account, of.chat)?.name ?? shownAddress(of.chat);
  const contacts = invitees ?? (await pickContacts(context, of, name));
  if (!contacts || contacts.length === 0) return;
  const who = invitees?.map(shownAddress).join(', ');
  const question =
    who === undefined
      ? t('What you tell those you invite, in {name}', { name })
      : t('What you tell {who}, in {name}', { who, name });
  const reason = await askReason(t('Invite to Room'), question);
  if (reason === undefined) return;
  const invitation = { ...of, contacts, reason };
  if (!(await insist(() => context.api.request('inviteToRoom', invitation)))) return;
  const sent = plural(contacts.length, [
    '{count} invitation was sent',
    '{count} invitations were sent',
  ]);
  editor.setStatusBarMessage(`$(check) ${sent}`, 5000);
}

/** @returns bare JIDs, or `undefined` after Esc */
async function pickContacts(
  { state }: CommandContext,
  { account }: OfChat,
  room: string,
): Promise<readonly string[] | undefined> {
  const contacts = state
    .contactsOf(account)
    .filter(({ inRoster }) => inRoster)
    .sort((a, b) => compareNames(a.name, b.name));
  const other = { label: `$(add) ${t('Another address…')}`, description: '', id: undefined };
  const items = [
    ...contacts.map(({ id, name, show }) => ({
      label: `${showCodicon(show)} ${withoutIcons(name)}`,
      description: withoutIcons(shownAddress(id)),
      id,
    })),
    other,
  ];
  const chosen = await editor.showQuickPickMany(items, {
    title: t('Invite to {room}', { room }),
    placeHolder: t('Check any number of contacts'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const known = chosen.flatMap(({ id }) => id ?? []);
  if (!chosen.includes(other)) return known;
  const typed = await askInput({
    title: t('Invite to {room}', { room }),
    prompt: t('XMPP address (JID) of the one to invite'),
    placeholder: t('name@server.org'),
    validate: (text) =>
      (parseTypedJid(text)?.local ?? '') === '' ? t('A JID looks like name@server.org') : undefined,
  });
  const jid = typed === undefined ? undefined : parseTypedJid(typed)?.bare;
  return jid === undefined ? undefined : [...new Set([...known, jid])];
}
