import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import type { Disposable } from '../../../base/lifecycle.ts';
import { type CommandContext, showError } from '../command.ts';
import { askForm } from '../registrationForm.ts';

/** Lets the user answer the question that keeps them from joining (XEP-0158). */
export async function answerCaptcha(context: CommandContext, of: OfChat): Promise<void> {
  const { api, storage } = context;
  const form = await api.request('getRoomCaptcha', of);
  const title = t('Join {address}', { address: shownAddress(of.chat) });
  const question = { title, server: '', form, given: {}, problem: undefined, storage };
  const values = await askForm(question);
  if (values) await api.request('answerRoomCaptcha', { ...of, values });
}

/** Asks as soon as a room that is being joined wants it, once, until disposed. */
export function askCaptchas(context: CommandContext, of: OfChat): Disposable {
  const { log, state } = context;
  let isAsked = false;
  const look = () => {
    const isWanted = state.room(of.account, of.chat)?.remedy === 'captcha';
    if (isAsked || !isWanted) return;
    isAsked = true;
    answerCaptcha(context, of).catch((error: unknown) => {
      // Joining itself reports that it was wrong.
      const isTold = error instanceof RequestError && error.code === 'room-captcha';
      if (!isTold) void showError(log, 'parley.joinRoom', error);
    });
  };
  look();
  return state.onRooms(look);
}
