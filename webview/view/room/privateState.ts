import type { PrivateChatView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';

/** What stands between the user and an occupant, and what can be done. */
export interface PrivateState {
  readonly text: string;
  /** Why the input takes nothing. */
  readonly label: string;
  readonly mayJoin: boolean;
  /** Whether the user may write to the occupant who has the nick now. */
  readonly mayAccept: boolean;
  /** The nick to write to instead. */
  readonly newNick?: string | undefined;
}

/** `undefined` where one can write. */
export function privateState({
  obstacle,
  nick,
  roomName,
  newNick,
}: PrivateChatView): PrivateState | undefined {
  if (obstacle === undefined) return undefined;
  const none = { mayJoin: false, mayAccept: false, newNick };
  switch (obstacle) {
    case 'outside': {
      const text = t('You are not in {room}, where {nick} can be reached.', {
        room: roomName,
        nick,
      });
      return { ...none, text, label: t('Join the room to write'), mayJoin: true };
    }
    case 'gone': {
      const text =
        newNick === undefined
          ? t('{nick} is not in {room} now.', { nick, room: roomName })
          : t('{nick} is called {newNick} now.', { nick, newNick });
      return { ...none, text, label: t('Nobody in the room is called {nick}', { nick }) };
    }
    case 'other': {
      const text =
        newNick === undefined
          ? t('This may be somebody else now than the {nick} you wrote with.', { nick })
          : t(
              'This may be somebody else now than the {nick} you wrote with, who is called {newNick} now.',
              { nick, newNick },
            );
      return { ...none, text, label: t('This may be somebody else now'), mayAccept: true };
    }
  }
}
