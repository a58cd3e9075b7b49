import * as vscode from 'vscode';
import type { NotificationLevel } from '../../../api/views.ts';
import { formatNumber, t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import type { CommandContext, CommandHandler } from '../command.ts';
import { askUntilDone } from '../inputBox.ts';
import { pickPresent } from '../pickPresent.ts';
import { nickProblem } from './enterRoom.ts';
import { roomLink } from './joinTarget.ts';
import { chosenRoom, where } from './pickRoom.ts';

/** Maximum length of a subject, in UTF-16 code units. */
const MAX_SUBJECT = 2000;
/** Maximum length of a name, in UTF-16 code units. */
const MAX_NAME = 256;

/** `XMPP: Change Nick in Room…` */
export async function changeNick(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await chosenRoom(context, argument, t('Change your nick in which room?'), isInside);
  if (!found) return;
  const { of, room } = found;
  const text = {
    title: t('Change Nick in Room'),
    prompt: t('Your nick in {room}', { room: room.name }),
  };
  await askUntilDone({ ...text, value: room.nick, validate: nickProblem }, async (typed) => {
    if (typed !== room.nick) await context.api.request('changeNick', { ...of, nick: typed });
  });
}

/** `XMPP: Change Room Subject…`: empty clears it. */
export async function setSubject(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Change the subject of which room?');
  const found = await chosenRoom(context, argument, title, where('setSubject'));
  if (!found) return;
  const { of, room } = found;
  // An input box has a single line.
  const value = (room.subject ?? '').replace(/[\r\n]+/gu, ' ');
  const text = {
    title: t('Change Room Subject'),
    prompt: t('What {room} is about; empty for no subject', { room: room.name }),
  };
  await askUntilDone({ ...text, value, validate: atMost(MAX_SUBJECT) }, async (typed) => {
    if (typed !== value) await context.api.request('setSubject', { ...of, subject: typed });
  });
}

/** `XMPP: Rename Room…`: for the user only. */
export async function renameRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await chosenRoom(context, argument, t('Rename which room?'));
  if (!found) return;
  const { of, room } = found;
  const text = {
    title: t('Rename Room'),
    prompt: t('Name of the room in your list; empty for its own'),
    value: room.name.replace(/[\r\n]/gu, ' '),
  };
  await askUntilDone({ ...text, validate: atMost(MAX_NAME) }, async (typed) => {
    if (typed !== text.value) await context.api.request('renameRoom', { ...of, name: typed });
  });
}

const levels = (): readonly (readonly [
  level: NotificationLevel,
  label: string,
  detail: string,
])[] => [
  ['always', `$(bell) ${t('Every message')}`, t('For rooms of people you know')],
  ['on-mention', `$(mention) ${t('Messages that mention you')}`, t('For rooms where many write')],
  [
    'never',
    `$(bell-slash) ${t({ message: 'None', comment: ['no message notifies'] })}`,
    t('Unread messages are still counted in its row'),
  ],
];

/** `XMPP: Room Notifications…` (XEP-0492) */
export async function roomNotifications(
  context: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenRoom(context, argument, t('Notifications of which room?'));
  if (!found) return;
  const { of, room } = found;
  const items = levels().map(([level, label, detail]) => ({
    ...{ label, detail, level },
    ...(level === room.level && { description: t('now') }),
  }));
  const chosen = await pickPresent({
    title: t('Notifications of {room}', { room: room.name }),
    items,
    present: items.find(({ level }) => level === room.level),
  });
  if (chosen) await context.api.request('setNotificationLevel', { ...of, level: chosen.level });
}

/** `XMPP: Show Comings and Goings` */
export const showRoomActivity = choosingActivity(
  () => t('Show comings and goings in which room?'),
  true,
);
/** `XMPP: Hide Comings and Goings` */
export const hideRoomActivity = choosingActivity(
  () => t('Hide comings and goings in which room?'),
  false,
);

function choosingActivity(title: () => string, shown: boolean): CommandHandler {
  return async (context, argument) => {
    const found = await chosenRoom(
      context,
      argument,
      title(),
      (room) => room.showsActivity !== shown,
    );
    if (found) await context.api.request('setShowsActivity', { ...found.of, shown });
  };
}

/** `XMPP: Copy Room Link` */
export async function copyRoomLink(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await chosenRoom(context, argument, t('Copy the link of which room?'));
  if (!found) return;
  await vscode.env.clipboard.writeText(roomLink(found.of.chat));
  editor.setStatusBarMessage(`$(check) ${t('The link of the room was copied')}`, 5000);
}

/** `XMPP: Ask for Voice in Room`: asks the moderators to be allowed to write. */
export async function requestVoice(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Ask to write in which room?');
  const found = await chosenRoom(context, argument, title, where('requestVoice'));
  if (!found) return;
  await context.api.request('requestVoice', found.of);
  editor.setStatusBarMessage(`$(check) ${t('The moderators were asked to let you write')}`, 5000);
}

function atMost(length: number): (text: string) => string | undefined {
  return (text) =>
    text.trim().length > length
      ? t('At most {most} characters: shorten it.', { most: formatNumber(length) })
      : undefined;
}
