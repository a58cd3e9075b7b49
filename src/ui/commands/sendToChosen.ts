import { shownAddress } from '../../base/jidEscaping.ts';
import type { OfChat } from '../../api/requests.ts';
import { plural, t } from '../../base/l10n.ts';
import type { FileSource } from '../files/documentFile.ts';
import { sendFiles } from '../files/sendFile.ts';
import type { CommandContext } from './command.ts';
import { pickChat } from './pickContact.ts';

/**
 * Sends files to a chat; asks which one, unless that is known.
 * @param asksWay whether the user chooses the way, too
 * @throws RequestError as {@link sendFiles}
 */
export async function sendToChosen(
  { api, state }: Pick<CommandContext, 'api' | 'state'>,
  sources: readonly FileSource[],
  { to, asksWay = false }: { readonly to?: OfChat | undefined; readonly asksWay?: boolean } = {},
): Promise<void> {
  const of = to ?? (await pickChat(state, question(sources)));
  if (!of) return;
  const { account, chat } = of;
  const { name } = state.room(account, chat) ??
    state.contact(account, chat) ?? { name: shownAddress(chat) };
  await sendFiles(api, of, name, sources, { asksWay });
}

function question(sources: readonly FileSource[]): string {
  const [first] = sources;
  return first && sources.length === 1
    ? t('Send {what} to…', { what: first.name })
    : plural(sources.length, ['Send {count} file to…', 'Send {count} files to…']);
}
