import type { OfChat } from '../../../api/requests.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { caution, resemblanceTo } from '../../contacts/doubts.ts';
import { editor } from '../../editor.ts';
import type { ViewState } from '../../state.ts';

interface Question {
  /** Names the address, as it is shown everywhere. */
  readonly question: string;
  readonly button: string;
}

/** Asks whether a link may do what it asks for. */
export async function confirmLink(
  state: ViewState,
  of: OfChat,
  { question, button }: Question,
): Promise<boolean> {
  const doubt = doubtAbout(state, of);
  const account =
    state.accounts.length > 1
      ? t('With your account {address}.', { address: shownAddress(of.account) })
      : '';
  const detail = [t('A link asks for it.'), account, doubt === undefined ? '' : `${doubt}.`]
    .filter((line) => line !== '')
    .join('\n');
  return (await editor.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

/** Whether the address could be mistaken for another one, and is not known. */
export function isDoubtful(state: ViewState, of: OfChat): boolean {
  return doubtAbout(state, of) !== undefined;
}

function doubtAbout(state: ViewState, { account, chat }: OfChat): string | undefined {
  if (state.contact(account, chat)?.inRoster === true) return undefined;
  if (state.room(account, chat)) return undefined;
  const own = state.contacts.filter((owned) => owned.account.id === account);
  return caution(chat, resemblanceTo(own)(chat));
}
