import { say } from '../../../src/api/say.ts';
import type { RoomRemedy, RoomView } from '../../../src/api/views.ts';
import { formatTime } from '../format.ts';

/** Why the user is not, or may not be, in a room, and what can be done. */
export interface RoomState {
  readonly text: string;
  readonly remedy: RoomRemedy;
}

/** `undefined` inside. */
export function roomState(room: RoomView): RoomState | undefined {
  const { phase, reason, remedy, retryAt, isSlow } = room;
  const why = reason ? say(reason) : undefined;
  switch (phase) {
    case 'joined':
      return undefined;
    case 'asking':
    case 'joining': {
      const text = isSlow === true ? 'The room has not answered: still trying.' : 'Joining…';
      return { text: `${text} Messages wait here until you are inside.`, remedy: 'none' };
    }
    case 'notSure': {
      const text = why ?? 'The service of this room cannot be reached.';
      return { text: `${text} Messages wait here until it answers.`, remedy: remedy ?? 'none' };
    }
    case 'idle':
    case 'left': {
      const text = why ?? 'You are not in this room.';
      const next = retryAt === undefined ? '' : ` Next try at ${formatTime(retryAt)}.`;
      return { text: `${text}${next}`, remedy: remedy ?? 'join' };
    }
  }
}

/** Why nothing can be written in a room; `undefined` if it can, now or once inside. */
export function whyReadOnly({ phase, retryAt, role, rights }: RoomView): string | undefined {
  if (phase === 'joined') {
    if (rights.includes('write')) return undefined;
    return role === 'visitor' ? 'You can read here, but not write' : 'You cannot write here';
  }
  const isOutside = (phase === 'left' || phase === 'idle') && retryAt === undefined;
  return isOutside ? 'Join the room to write' : undefined;
}
