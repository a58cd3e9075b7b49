import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { Jid } from '../../../base/jid.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { pickAccount } from '../pickAccount.ts';
import { chatOfArgument } from '../pickContact.ts';
import { blockedItems } from './blockedItems.ts';

const UNBLOCK = 'Unblock';

/** `XMPP: Unblock…`: a contact or stranger, or one of the blocked addresses. */
export async function unblockContact(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument);
  if (of) await unblockChat(context, of);
  else await pickAndUnblock(context);
}

/** Ends every block that keeps a chat out; asks before the block of its whole server ends. */
async function unblockChat({ api }: CommandContext, { account, chat }: OfChat): Promise<void> {
  const blocked = await api.request('getBlocked', { account });
  const domain = Jid.parse(chat)?.domain ?? chat;
  const found = [...new Set([chat, domain])].filter((address) => blocked.includes(address));
  if (found.length === 0) {
    throw new RequestError(userError('not-blocked', { address: shownAddress(chat) }));
  }
  for (const address of found) {
    if (address !== chat && !(await isConfirmed(address))) return;
    await api.request('unblock', { account, address });
  }
  tellUnblocked(chat);
}

async function pickAndUnblock({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, 'Unblock an address of which account?');
  if (!account) return;
  const of = { account: account.id };
  const blocked = await api.request('getBlocked', of);
  if (blocked.length === 0) throw new RequestError(userError('not-blocked.at-all'));
  const items = blockedItems(blocked, state.contactsOf(account.id));
  const chosen = await editor.showQuickPick(items, { title: 'Unblock Whom?' });
  if (!chosen) return;
  await api.request('unblock', { ...of, address: chosen.address });
  tellUnblocked(chosen.address);
}

function tellUnblocked(address: string): void {
  editor.setStatusBarMessage(`$(check) ${shownAddress(address)} is no longer blocked`, 5000);
}

async function isConfirmed(domain: string): Promise<boolean> {
  const question = plain(`Unblock everybody at ${domain}?`);
  const detail = 'The whole server is blocked, not only this address.';
  return (await editor.showWarningMessage(question, { modal: true, detail }, UNBLOCK)) === UNBLOCK;
}
