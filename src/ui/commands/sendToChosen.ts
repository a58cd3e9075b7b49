import { shownAddress } from '../../base/jidEscaping.ts';
import type { OfChat } from '../../api/requests.ts';
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
  const what = sources.length === 1 ? sources[0]?.name : `${sources.length} files`;
  const of = to ?? (await pickChat(state, `Send ${what} to…`));
  if (!of) return;
  const { account, chat } = of;
  const { name } = state.room(account, chat) ??
    state.contact(account, chat) ?? { name: shownAddress(chat) };
  await sendFiles(api, of, name, sources, { asksWay });
}
