import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import type { OfChat, RoomEntry } from '../../../api/requests.ts';
import { say } from '../../../api/say.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { formatNumber, t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { askCaptchas } from './captcha.ts';
import { configureFirst } from './configureRoom.ts';
import { registerInRoom } from './registerInRoom.ts';

const dialogTitle = () => t('Join Room');

/** How to begin. */
export interface Entrance {
  /** What the user should know before they join; a sentence. */
  readonly about?: string | undefined;
  /** The nick to join with; asked for if it is absent. */
  readonly nick?: string | undefined;
  /** Whether the room is to be created, and as what. */
  readonly create?: RoomEntry['create'] | undefined;
  /** The password to try first; asked for if the room wants another one. */
  readonly password?: string | undefined;
  /** Why the user has to type something; what the room wants is asked for first. */
  readonly asks?: 'password' | 'nick' | undefined;
  /** Joins by other means than an address, as long as no password was typed. */
  readonly join?: ((nick: string) => Promise<unknown>) | undefined;
}

/**
 * Joins, and asks for what the room wants: a nick, a password; what was typed is kept when it refuses.
 * @returns whether the user is inside
 */
export async function enterRoom(
  context: CommandContext,
  of: OfChat,
  entrance: Entrance = {},
): Promise<boolean> {
  const { about, create, join } = entrance;
  const asksNick = entrance.nick === undefined || entrance.asks === 'nick';
  let nick: string | undefined = entrance.nick;
  if (asksNick) {
    const proposed = nick ?? (await context.api.request('proposeNick', of));
    nick = await askNick(of, proposed, { about });
  }
  if (nick === undefined) return false;
  let password: Password | undefined =
    entrance.password === undefined ? undefined : { password: entrance.password };
  if (entrance.asks === 'password') {
    password = await askPassword(of);
    if (!password) return false;
  }
  for (;;) {
    const entry = { ...of, nick, ...password, ...(create && { create }) };
    try {
      if (join && !password) await joining(context, of, () => join(entry.nick));
      else {
        const { isNew } = await joining(context, of, () => context.api.request('joinRoom', entry));
        // Meanwhile another user may have created it.
        if (create === 'configure' && isNew) return await configureFirst(context, of);
      }
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (isHere(context, of)) return true;
      const problem = say(error.userError);
      if (error.code === 'room-nick') {
        nick = await askNick(of, nick, { about, problem });
        if (nick === undefined) return false;
      } else if (error.code === 'room-password') {
        password = await askPassword(of, password ? problem : undefined);
        if (!password) return false;
      } else if (error.code === 'room-members-only') {
        if (await wants(t('Ask for Membership…'), problem)) await registerInRoom(context, of);
        return false;
      } else if (!(await wants(t('Try Again'), problem))) return false;
    }
  }
}

/** Asks for a nick. @returns `undefined` after Esc */
export async function askNick(
  of: OfChat,
  value: string,
  {
    about,
    problem,
  }: { readonly about?: string | undefined; readonly problem?: string | undefined },
): Promise<string | undefined> {
  const typed = await askInput({
    title: dialogTitle(),
    prompt: [
      ...(about === undefined ? [] : [about]),
      t('Your nick in {address}', { address: shownAddress(of.chat) }),
    ].join(' '),
    value,
    problem,
    validate: nickProblem,
  });
  return typed?.trim();
}

/** Maximum length of a nick, in UTF-16 code units: as a resource it has at most 1023 bytes. */
const MAX_NICK = 255;

export function nickProblem(text: string): string | undefined {
  if (text.trim() === '')
    return t('A nick has at least one letter: others see it beside your words');
  return text.length > MAX_NICK
    ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_NICK) })
    : undefined;
}

type Password = Pick<RoomEntry, 'password' | 'keepPassword'>;

async function askPassword(of: OfChat, problem?: string): Promise<Password | undefined> {
  const room = shownAddress(of.chat);
  const password = await askInput({
    title: dialogTitle(),
    prompt: t('Password of {room}', { room }),
    password: true,
    problem,
    validate: (text) => (text === '' ? t('Type the password of the room') : undefined),
  });
  if (password === undefined) return undefined;
  const items = [
    {
      label: `$(lock) ${t('On this machine only')}`,
      detail: t('In the secret storage of the editor'),
      keep: { keepPassword: 'here' as const },
    },
    {
      label: `$(cloud) ${t('For all my clients')}`,
      detail: t('In the bookmark of the room, which your server can read'),
      keep: { keepPassword: 'everywhere' as const },
    },
    { label: `$(circle-slash) ${t('Nowhere')}`, detail: t('It is asked for again'), keep: {} },
  ];
  const title = t('Where to keep the password of {room}', { room });
  const chosen = await editor.showQuickPick(items, { title, ignoreFocusOut: true });
  return chosen && { password, ...chosen.keep };
}

/** Whether the room was joined all the same, as by a try of its own. */
function isHere({ state }: CommandContext, of: OfChat): boolean {
  const room = state.room(of.account, of.chat);
  return room !== undefined && isInside(room);
}

async function wants(remedy: string, problem: string): Promise<boolean> {
  return (await editor.showErrorMessage(plain(problem), remedy)) === remedy;
}

/** Shows progress; what the room asks of who joins is asked meanwhile. */
function joining<T>(context: CommandContext, of: OfChat, work: () => Promise<T>): Thenable<T> {
  const title = plain(t('Joining {address}…', { address: shownAddress(of.chat) }));
  const location = vscode.ProgressLocation.Notification;
  return editor.withProgress({ location, title }, async () => {
    const asking = askCaptchas(context, of);
    try {
      return await work();
    } finally {
      asking.dispose();
    }
  });
}
