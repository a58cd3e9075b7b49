import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import {
  MAX_REASON,
  type OccupantCommand,
  type PanelRequest,
  type RoomCommand,
} from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { makeVisible } from '../../api/visible.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { insist } from '../insist.ts';
import { plain } from '../plain.ts';

/** The editor's commands that the tab of a room may run, by id. They ask for what they need. */
const ROOM: Readonly<Record<RoomCommand, string>> = {
  join: 'parley.joinRoom',
  rejoin: 'parley.rejoinRoom',
  leave: 'parley.leaveRoom',
  changeNick: 'parley.changeNick',
  setSubject: 'parley.setSubject',
  invite: 'parley.inviteToRoom',
  details: 'parley.roomDetails',
};

/** Those on an occupant; with a question for what is done without one. */
const OCCUPANT: Readonly<
  Record<OccupantCommand, { readonly id: string; readonly question?: (nick: string) => string }>
> = {
  kick: { id: 'parley.kickOccupant' },
  ban: { id: 'parley.banOccupant' },
  block: { id: 'parley.blockOccupant' },
  unblock: { id: 'parley.unblockOccupant', question: (nick) => t('Unblock {nick}?', { nick }) },
  changeAffiliation: { id: 'parley.changeAffiliation' },
  grantVoice: { id: 'parley.grantVoice', question: (nick) => t('Let {nick} write?', { nick }) },
  revokeVoice: {
    id: 'parley.revokeVoice',
    question: (nick) => t('Let {nick} only read?', { nick }),
  },
  grantModerator: {
    id: 'parley.grantModerator',
    question: (nick) => t('Make {nick} a moderator until they leave?', { nick }),
  },
  revokeModerator: {
    id: 'parley.revokeModerator',
    question: (nick) => t('Let {nick} no longer moderate?', { nick }),
  },
};

/** The room of a chat, which is its own or with an occupant of it. */
export function roomOf({ account, chat }: OfChat): OfChat {
  return { account, chat: chat.split('/', 1)[0] ?? chat };
}

/** Opens the chat with an occupant of the room of a chat. */
export async function openPrivate(of: OfChat, nick: string): Promise<void> {
  const { account, chat } = roomOf(of);
  await vscode.commands.executeCommand('parley.openChat', { account, chat: `${chat}/${nick}` });
}

/** Runs a command on a room. */
export async function runRoomCommand(of: OfChat, command: RoomCommand): Promise<void> {
  await vscode.commands.executeCommand(ROOM[command], of);
}

/**
 * Runs a command on an occupant. The tab shows text of others, and a click in it cannot be verified:
 * whom it is about is asked in the editor itself, here or by the command.
 */
export async function runOccupantCommand(
  of: OfChat,
  room: string,
  { command, nick, reason }: PanelRequest & { readonly type: 'occupantCommand' },
): Promise<void> {
  const { id, question } = OCCUPANT[command];
  if (question && !(await isConfirmed(question(makeVisible(nick)), room))) return;
  await vscode.commands.executeCommand(id, { ...of, nick, reason });
}

/** Removes a message of another occupant for all in the room, once the user said why. */
export async function moderate(api: Api, of: OfChat, message: string): Promise<void> {
  const reason = await editor.showInputBox({
    title: t('Remove the message for everyone?'),
    prompt: t('Why; it is told to everybody there. It may be empty: Enter removes the message.'),
    ignoreFocusOut: true,
    validateInput: ({ length }) =>
      length > MAX_REASON
        ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_REASON) })
        : undefined,
  });
  if (reason === undefined) return;
  await insist(() => api.request('moderateMessage', { ...of, message, reason }));
}

async function isConfirmed(question: string, room: string): Promise<boolean> {
  const yes = t('Yes');
  const options = { modal: true, detail: t('In the room {room}', { room: makeVisible(room) }) };
  return (await editor.showWarningMessage(plain(question), options, yes)) === yes;
}
