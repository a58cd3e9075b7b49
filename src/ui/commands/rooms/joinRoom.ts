import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import type { OfChat, RoomEntry } from '../../../api/requests.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import { aboutRoom } from '../../rooms/roomText.ts';
import type { CommandContext } from '../command.ts';
import { pickAccount } from '../pickAccount.ts';
import { chatOfArgument } from '../pickContact.ts';
import { answerCaptcha } from './captcha.ts';
import { enterRoom, type Entrance } from './enterRoom.ts';
import { acceptInvitation } from './invitations.ts';
import { pickRoomToJoin } from './pickRoomToJoin.ts';
import { registerInRoom } from './registerInRoom.ts';
import { chosenRoom } from './pickRoom.ts';

/** `XMPP: Join or Create Room…`: the given one, or one that the user picks or types. */
export async function joinRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const given = chatOfArgument(argument);
  if (given) {
    await joinByAddress(context, given);
    return;
  }
  const account = (await pickAccount(context.state, t('Join with which account?')))?.id;
  if (account === undefined) return;
  const target = await pickRoomToJoin(context, account);
  if (!target) return;
  if ('room' in target) {
    await joinByAddress(context, { account, chat: target.room }, target.password);
    return;
  }
  const owner = context.state.account(account);
  if (owner) await acceptInvitation(context, { account: owner, ...target });
}

/** `XMPP: Join Room Again`: by what the room wants. */
export async function rejoinRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Join which room again?');
  const found = await chosenRoom(context, argument, title, (room) => !isInside(room));
  if (!found) return;
  const { of, room } = found;
  const nick = room.nick === '' ? undefined : room.nick;
  switch (room.remedy) {
    case 'otherRoom':
      await joinByAddress(context, { ...of, chat: room.otherRoom ?? of.chat });
      return;
    case 'create':
      await joinByAddress(context, of);
      return;
    case 'show':
      await vscode.commands.executeCommand('parley.setPresence', { account: of.account });
      return;
    case 'captcha':
      return answerCaptcha(context, of);
    case 'membership':
      return registerInRoom(context, of);
    case 'none':
      throw new RequestError(room.reason ?? userError('internal'));
    case 'password':
    case 'nick':
      await enterAndOpen(context, of, { nick, asks: room.remedy });
      return;
    case 'join':
    case undefined:
      await enterAndOpen(context, of, { nick });
  }
}

/**
 * Joins a room that is only known by its address, or offers to create it; then opens its chat.
 * @param password tried first, if a link names it
 * @returns whether the user is inside
 */
export async function joinByAddress(
  context: CommandContext,
  of: OfChat,
  password?: string,
): Promise<boolean> {
  const known = context.state.room(of.account, of.chat);
  if (known && isInside(known)) {
    context.openChat(of);
    return true;
  }
  const info = await context.api.request('getRoomInfo', of);
  if (info) return enterAndOpen(context, of, { about: aboutRoom(info), password });
  const create = await askKind(of);
  return create !== undefined && enterAndOpen(context, of, { create });
}

async function enterAndOpen(context: CommandContext, of: OfChat, how: Entrance): Promise<boolean> {
  const isInside = await enterRoom(context, of, how);
  if (isInside) context.openChat(of);
  return isInside;
}

/** Asks what a room that does not exist is to be. @returns `undefined` after Esc */
async function askKind(of: OfChat): Promise<RoomEntry['create']> {
  const room = withoutIcons(shownAddress(of.chat));
  const items = [
    {
      label: `$(organization) ${t('Create {room} as a private group', { room })}`,
      detail: t('Only members can join; they see each other’s addresses, and messages are kept'),
      kindOfRoom: 'private' as const,
    },
    {
      label: `$(comment-discussion) ${t('Create {room} as a public room', { room })}`,
      detail: t('Anybody can find and join it; only moderators see addresses'),
      kindOfRoom: 'public' as const,
    },
    {
      label: `$(settings-gear) ${t('Create {room}, and configure it first', { room })}`,
      detail: t('Nobody else can enter before you have saved its settings'),
      kindOfRoom: 'configure' as const,
    },
  ];
  const title = t('There is no room {room}', { room });
  return (await editor.showQuickPick(items, { title, ignoreFocusOut: true }))?.kindOfRoom;
}
