import type { OfChat } from '../../api/requests.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { Lookalikes } from '../../base/lookalike.ts';
import { mixesScripts } from '../../base/scripts.ts';
import { makeVisible } from '../../api/visible.ts';
import { askName } from './askName.ts';
import { askInput } from './inputBox.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';
import { chatOfArgument } from './pickContact.ts';
import { groupsIn, pickGroups } from './pickGroups.ts';

const TITLE = 'Add Contact';
const TOTAL_STEPS = 3;

/** `XMPP: Add Contact…`: asks for address, name and groups; requests a presence subscription. */
export async function addContact(context: CommandContext, argument?: unknown): Promise<void> {
  const given = chatOfArgument(argument);
  const account = given?.account ?? (await pickAccount(context.state, 'Add to which account?'))?.id;
  if (account === undefined) return;
  const jid = await askJid(context, account, given?.chat);
  if (jid !== undefined) await addWithDetails(context, { account, chat: jid });
}

/**
 * Asks for the name and groups of a known address, and adds it as a contact. For an existing
 * contact, name and groups are prefilled, and are only written if changed.
 */
export async function addWithDetails({ api, state }: CommandContext, of: OfChat): Promise<void> {
  const { givenName = '', groups: chosen = [] } = state.contact(of.account, of.chat) ?? {};
  const name = await askName({
    title: TITLE,
    step: 2,
    totalSteps: TOTAL_STEPS,
    of,
    given: givenName,
  });
  if (!name) return;
  const groups = await pickGroups({
    title: TITLE,
    step: 3,
    totalSteps: TOTAL_STEPS,
    known: groupsIn(state, of.account),
    chosen,
  });
  if (!groups) return;
  await api.request('addContact', { ...of, ...name, groups });
}

/** @returns a bare JID, or `undefined` after Esc */
async function askJid({ state }: CommandContext, account: string, known = '') {
  const contacts = state.contacts.filter(
    (owned) => owned.account.id === account && owned.contact.inRoster,
  );
  const lookalikes = new Lookalikes(contacts.map(({ contact }) => contact.id));
  const text = await askInput({
    title: TITLE,
    step: 1,
    totalSteps: TOTAL_STEPS,
    prompt: 'XMPP address (JID) of the contact',
    placeholder: 'name@server.org',
    value: known,
    caution: (typed) => {
      const address = parseTypedJid(typed)?.bare ?? '';
      const resembles = lookalikes.find(address);
      if (resembles !== undefined) {
        return `This is not ${makeVisible(resembles)}, whom you know: check every letter`;
      }
      return mixesScripts(address)
        ? 'This mixes letters of different alphabets: check every letter'
        : undefined;
    },
    validate: (typed) => {
      const jid = parseTypedJid(typed);
      if (!jid || jid.local === '') return 'A JID looks like name@server.org';
      if (jid.bare === account) return 'This is your own address';
      return state.contact(account, jid.bare)?.inRoster ? 'Is in your contacts already' : undefined;
    },
  });
  return text === undefined ? undefined : parseTypedJid(text)?.bare;
}
