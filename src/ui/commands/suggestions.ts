import { RequestError } from '../../api/channel.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { contactChanges } from '../contacts/contactsFile.ts';
import { suggestionText } from '../contacts/suggestionText.ts';
import { editor } from '../editor.ts';
import { withoutIcons } from '../plain.ts';
import type { OwnedSuggestion, ViewState } from '../state.ts';
import type { CommandContext } from './command.ts';
import { outcome, sendChanges } from './contactsFile.ts';
import { pickChanges } from './pickChanges.ts';

/** `XMPP: Review Suggested Contacts…`: adds those that the user chooses, and no others. */
export async function reviewSuggestion(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const found = await chosenSuggestion(state, argument, t('Review which suggestion?'));
  if (!found) return;
  const { account, suggestion } = found;
  const find = (address: string) => state.contact(account.id, address);
  const changes = contactChanges(account.id, suggestion.contacts, find)
    // A suggestion renames no contact (XEP-0144 §3.1).
    .map((change) => (change.known ? { ...change, name: change.known.givenName } : change));
  const known = state.contacts.filter((owned) => owned.account.id === account.id);
  const of = { account: account.id, suggestion: suggestion.id };
  if (changes.length > 0) {
    const chosen = await pickChanges(t('Suggested Contacts'), changes, known);
    if (!chosen) return;
    const result = await sendChanges(api, account.id, chosen);
    await api.request('settleSuggestion', of);
    await editor.showInformationMessage(`${outcome(result)}.`);
  } else {
    await api.request('settleSuggestion', of);
    await editor.showInformationMessage(t('All of them are in your contacts already.'));
  }
}

/** `XMPP: Ignore Suggested Contacts`: no contact is added, and the sender is not told. */
export async function ignoreSuggestion(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenSuggestion(state, argument, t('Ignore which suggestion?'));
  if (!found) return;
  const of = { account: found.account.id, suggestion: found.suggestion.id };
  await api.request('settleSuggestion', of);
}

/** That of the tree row, or one that the user picks. @throws RequestError without any */
async function chosenSuggestion(
  state: ViewState,
  argument: unknown,
  title: string,
): Promise<OwnedSuggestion | undefined> {
  if (typeof argument === 'object' && argument !== null && 'suggestion' in argument) {
    return argument as OwnedSuggestion;
  }
  const items = state.suggestions.map((owned) => {
    const name = state.contact(owned.account.id, owned.suggestion.id)?.name;
    return { label: withoutIcons(suggestionText(owned.suggestion, name)), owned };
  });
  if (items.length === 0) throw new RequestError(userError('no-suggestion'));
  return (await editor.showQuickPick(items, { title }))?.owned;
}
