import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { say } from '../../../api/say.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { openLink } from '../../chat/links.ts';
import { editor } from '../../editor.ts';
import { wantsAgain } from '../../insist.ts';
import { plain } from '../../plain.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import type { CommandContext } from '../command.ts';
import { type Answers, askForm } from '../registrationForm.ts';
import { isAsked } from './formAnswers.ts';
import { chosenRoom } from './pickRoom.ts';

/** The field of the nick to reserve (XEP-0045 §15.5.3). */
const NICK = 'muc#register_roomnick';
/** Refusals after which other answers may help. */
const REFUSED = ['room-registration.invalid', 'room-nick.taken'];

/**
 * `XMPP: Register in Room…`: asks for membership where one has none, and for a reserved nick
 * (XEP-0045 §7.10), by the room's own form; if it refuses, what was typed is kept.
 */
export async function registerInRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, storage } = context;
  const found = await chosenRoom(context, argument, t('Register in which room?'));
  if (!found) return;
  const { of, room } = found;
  const { form, registered } = await api.request('getRoomRegistration', of);
  if (registered !== undefined) {
    await tellRegistered(room.name, registered);
    return;
  }
  if (!form.fields.some(isAsked)) {
    await sendElsewhere(room.name, form.instructions, form.url);
    return;
  }
  const server = shownAddress(of.chat);
  const nick = room.nick || (await api.request('proposeNick', of));
  let given: Answers = { [NICK]: [nick] };
  let problem: string | undefined;
  for (;;) {
    const title = isInside(room)
      ? t('Register in {room}', { room: room.name })
      : t('Ask for Membership in {room}', { room: room.name });
    const values = await askForm({ title, server, form, given, problem, storage });
    if (!values) return;
    try {
      await api.request('registerInRoom', { ...of, isDataForm: form.isDataForm, values });
      break;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      given = values;
      const isRefused = REFUSED.includes(error.userError.code);
      problem = isRefused ? say(error.userError) : undefined;
      if (!isRefused && !(await wantsAgain(error.userError))) return;
    }
  }
  const answer = isInside(room) ? undefined : await joinAsMember(context, of, nick);
  editor.setStatusBarMessage(answer ?? `$(check) ${t('You are registered in the room')}`, 5000);
}

/** The room does not say whether it has made us a member at once: then it lets us in. */
async function joinAsMember(
  { api, openChat }: CommandContext,
  of: OfChat,
  nick: string,
): Promise<string> {
  try {
    await api.request('joinRoom', { ...of, nick });
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'room-members-only') throw error;
    const room = shownAddress(of.chat);
    throw new RequestError(userError('room-registration.waiting', { room }));
  }
  openChat(of);
  return `$(check) ${t('You are a member of the room')}`;
}

async function tellRegistered(room: string, nick: string): Promise<void> {
  const words =
    nick === ''
      ? t('You are registered in {room} already.', { room })
      : t('You are registered in {room} already, as {nick}.', { room, nick });
  await editor.showInformationMessage(plain(words));
}

/** The room registers on a page of the web (XEP-0077 §6). */
async function sendElsewhere(room: string, words: string, url: string | undefined): Promise<void> {
  const open = t('Open Website');
  const how = words || url;
  const text =
    how === undefined
      ? t('{room} registers elsewhere: ask its owner.', { room })
      : t('{room} registers elsewhere: {how}', { room, how });
  const chosen = await editor.showInformationMessage(
    plain(text),
    ...(url === undefined ? [] : [open]),
  );
  if (chosen === open && url !== undefined) await openLink(url);
}
