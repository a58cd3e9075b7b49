import { RequestError } from '../../../api/channel.ts';
import { Jid } from '../../../base/jid.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { pickAccount } from '../pickAccount.ts';
import { chatOfArgument } from '../pickContact.ts';
import { ofOccupant } from '../rooms/occupants.ts';
import { blockedItems } from './blockedItems.ts';

/** `XMPP: Unblock…`: a contact or stranger, or one of the blocked addresses. */
export async function unblockContact(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument);
  if (of) await unblockAddresses(context, of.account, [of.chat]);
  else await pickAndUnblock(context);
}

/** `XMPP: Unblock Occupant…`: their nick in the room, and their address if that is shown. */
export const unblockOccupant = ofOccupant(
  () => t('Unblock whom?'),
  ({ blockedBy }) => blockedBy !== undefined,
  (context, { of, occupant: { id, jid } }) =>
    unblockAddresses(context, of.account, [
      `${of.chat}/${id}`,
      ...(jid === undefined ? [] : [jid]),
    ]),
);

/**
 * Ends every block that keeps an address out; asks before the block of a whole room or server ends.
 * @param addresses theirs, the one that they are known by first
 */
async function unblockAddresses(
  { api }: CommandContext,
  account: string,
  addresses: readonly [string, ...string[]],
): Promise<void> {
  const [name] = addresses;
  const blocked = await api.request('getBlocked', { account });
  const found = [...new Set(addresses.flatMap(partsOf))].filter((part) => blocked.includes(part));
  if (found.length === 0) {
    throw new RequestError(userError('not-blocked', { address: shownAddress(name) }));
  }
  for (const address of found) {
    if (!addresses.includes(address) && !(await isConfirmed(address))) return;
    await api.request('unblock', { account, address });
  }
  tellUnblocked(name);
}

/** The addresses whose block concerns an address, the closest first (XEP-0191 §6). */
function partsOf(address: string): readonly string[] {
  const jid = Jid.parse(address);
  return jid ? [address, jid.bare, `${jid.domain}/${jid.resource}`, jid.domain] : [address];
}

async function pickAndUnblock({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Unblock an address of which account?'));
  if (!account) return;
  const of = { account: account.id };
  const blocked = await api.request('getBlocked', of);
  if (blocked.length === 0) throw new RequestError(userError('not-blocked.at-all'));
  const items = blockedItems(blocked, state.contactsOf(account.id));
  const chosen = await editor.showQuickPick(items, { title: t('Unblock Whom?') });
  if (!chosen) return;
  await api.request('unblock', { ...of, address: chosen.address });
  tellUnblocked(chosen.address);
}

function tellUnblocked(address: string): void {
  editor.setStatusBarMessage(
    `$(check) ${t('{address} is no longer blocked', { address: shownAddress(address) })}`,
    5000,
  );
}

async function isConfirmed(address: string): Promise<boolean> {
  const question = plain(t('Unblock everybody at {address}?', { address: shownAddress(address) }));
  const detail = address.includes('@')
    ? t('The whole room is blocked, not only this address.')
    : t('The whole server is blocked, not only this address.');
  const unblock = t('Unblock');
  return (await editor.showWarningMessage(question, { modal: true, detail }, unblock)) === unblock;
}
