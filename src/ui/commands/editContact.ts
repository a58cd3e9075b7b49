import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { withoutIcons, plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { nameStep } from './askName.ts';
import { askUntilDone } from './inputBox.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';
import { groupsIn, pickGroups } from './pickGroups.ts';

/** `XMPP: Rename Contact…` */
export async function renameContact(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(context, argument, t('Rename which contact?'));
  if (!found) return;
  const { of, contact } = found;
  const step = nameStep({ title: t('Rename Contact'), of, given: contact.givenName });
  await askUntilDone(step, async (name) => {
    if (name !== step.value.trim()) await context.api.request('updateContact', { ...of, name });
  });
}

/** `XMPP: Change Groups of Contact…` */
export async function moveContact(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(context, argument, t('Change the groups of which contact?'));
  if (!found) return;
  const { of, contact } = found;
  const groups = await pickGroups({
    title: t('Groups of {name}', { name: contact.name }),
    known: groupsIn(context.state, of.account),
    chosen: contact.groups,
  });
  if (groups) await context.api.request('updateContact', { ...of, groups });
}

/** `XMPP: Remove Contact…`: after confirmation. */
export async function removeContact(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(context, argument, t('Remove which contact?'));
  if (!found) return;
  const { of, contact } = found;
  const remove = t({ message: 'Remove', comment: ['button, removes a contact'] });
  const chosen = await editor.showWarningMessage(
    plain(t('Remove {name} from your contacts?', { name: contact.name })),
    {
      modal: true,
      detail: t(
        '{address} will no longer see your presence, and you will not see theirs. The messages of your chat stay.',
        { address: shownAddress(contact.id) },
      ),
    },
    remove,
  );
  if (chosen === remove) await context.api.request('removeContact', of);
}

/** `XMPP: Resend Request to Contact`: sends the subscription request again. */
export async function resendRequest(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(context, argument, t('Ask whom to show their presence?'));
  if (!found) return;
  await context.api.request('requestSubscription', found.of);
  const name = withoutIcons(found.contact.name);
  editor.setStatusBarMessage(
    `$(check) ${t('{name} was asked to show their presence', { name })}`,
    5000,
  );
}

/** `XMPP: Copy JID of Contact` */
export async function copyJid(context: CommandContext, argument?: unknown): Promise<void> {
  const of =
    chatOfArgument(argument) ??
    (await pickContact(context.state, t('Copy the JID of which contact?')));
  if (of) await vscode.env.clipboard.writeText(of.chat);
}

/** The given contact, or one chosen by the user. @throws RequestError if it is not in the roster */
export async function rosterContact(
  { state }: Pick<CommandContext, 'state'>,
  argument: unknown,
  title: string,
  fits?: (contact: ContactView) => boolean,
): Promise<{ of: OfChat; contact: ContactView } | undefined> {
  const of = chatOfArgument(argument) ?? (await pickContact(state, title, fits && { fits }));
  if (!of) return undefined;
  const contact = state.contact(of.account, of.chat);
  if (contact?.inRoster) return { of, contact };
  throw new RequestError(userError('no-contact', { address: shownAddress(of.chat) }));
}
