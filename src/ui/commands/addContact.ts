import type { OfChat, RosterEntry } from '../../api/requests.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { parseXmppUri } from '../../base/xmppUri.ts';
import { caution, resemblanceTo } from '../contacts/doubts.ts';
import { insist } from '../insist.ts';
import { askName } from './askName.ts';
import { askInput } from './inputBox.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';
import { chatOfArgument } from './pickContact.ts';
import { proposedEntry } from './links/proposedEntry.ts';
import { groupsIn, pickGroups } from './pickGroups.ts';

const dialogTitle = () => t('Add Contact');
const TOTAL_STEPS = 3;

/** `XMPP: Add Contact…`: asks for address, name and groups; requests a presence subscription. */
export async function addContact(context: CommandContext, argument?: unknown): Promise<void> {
  const given = chatOfArgument(argument);
  const account =
    given?.account ?? (await pickAccount(context.state, t('Add to which account?')))?.id;
  if (account === undefined) return;
  await askAndAdd(context, account, given?.chat);
}

/** Adds somebody as somebody else proposes it, or changes the contact, once the user has agreed. */
export async function addProposed(
  context: CommandContext,
  of: OfChat,
  proposed: RosterEntry = {},
): Promise<void> {
  const isContact = context.state.contact(of.account, of.chat)?.inRoster === true;
  if (isContact) await addWithDetails(context, of, proposed);
  else await askAndAdd(context, of.account, of.chat, proposed);
}

async function askAndAdd(
  context: CommandContext,
  account: string,
  known?: string,
  proposed?: RosterEntry,
): Promise<void> {
  const typed = await askJid(context, account, known);
  const chat = typed === undefined ? undefined : parseTypedJid(typed)?.bare;
  if (typed === undefined || chat === undefined) return;
  // A pasted link may propose them, too.
  const values = parseXmppUri(typed.trim())?.values;
  await addWithDetails(context, { account, chat }, values ? proposedEntry(values) : proposed);
}

/**
 * Asks for the name and groups of a known address, and adds it as a contact. For an existing
 * contact, name and groups are prefilled, and are only written if changed.
 * @param proposed what is prefilled instead
 */
export async function addWithDetails(
  { api, state }: CommandContext,
  of: OfChat,
  proposed: RosterEntry = {},
): Promise<void> {
  const { givenName = '', groups = [] } = state.contact(of.account, of.chat) ?? {};
  const chosen = [...new Set([...groups, ...(proposed.groups ?? [])])];
  const name = await askName({
    title: dialogTitle(),
    step: 2,
    totalSteps: TOTAL_STEPS,
    of,
    given: proposed.name ?? givenName,
  });
  if (!name) return;
  const picked = await pickGroups({
    title: dialogTitle(),
    step: 3,
    totalSteps: TOTAL_STEPS,
    known: [...new Set([...groupsIn(state, of.account), ...chosen])],
    chosen,
  });
  if (!picked) return;
  const named = proposed.name === undefined ? {} : { name: proposed.name };
  const entry = { ...of, ...named, ...name, groups: picked };
  await insist(() => api.request('addContact', entry));
}

/** @returns an address as it was typed or pasted, or `undefined` after Esc */
async function askJid({ state }: CommandContext, account: string, known = '') {
  const contacts = state.contacts.filter(
    (owned) => owned.account.id === account && owned.contact.inRoster,
  );
  const resemblance = resemblanceTo(contacts);
  return askInput({
    title: dialogTitle(),
    step: 1,
    totalSteps: TOTAL_STEPS,
    prompt: t('XMPP address (JID) of the contact'),
    placeholder: t('name@server.org'),
    value: known,
    caution: (typed) => {
      const address = parseTypedJid(typed)?.bare ?? '';
      return caution(address, resemblance(address));
    },
    validate: (typed) => {
      const jid = parseTypedJid(typed);
      if (!jid || jid.local === '') return t('A JID looks like name@server.org');
      if (jid.bare === account) return t('This is your own address');
      return state.contact(account, jid.bare)?.inRoster
        ? t('Is in your contacts already')
        : undefined;
    },
  });
}
