import type { PrivateChatView } from '../../../src/api/views.ts';

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
      const text = `You are not in ${roomName}, where ${nick} can be reached.`;
      return { ...none, text, label: 'Join the room to write', mayJoin: true };
    }
    case 'gone': {
      const renamed = `${nick} is called ${newNick ?? ''} now.`;
      const text = newNick === undefined ? `${nick} is not in ${roomName} now.` : renamed;
      return { ...none, text, label: `Nobody in the room is called ${nick}` };
    }
    case 'other': {
      const renamed = newNick === undefined ? '' : `, who is called ${newNick} now`;
      const text = `This may be somebody else now than the ${nick} you wrote with${renamed}.`;
      return { ...none, text, label: 'This may be somebody else now', mayAccept: true };
    }
  }
}
