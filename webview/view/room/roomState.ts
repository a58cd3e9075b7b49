import { say } from '../../../src/api/say.ts';
import type { RoomRemedy, RoomView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
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
      const waiting = t('Messages wait here until you are inside.');
      if (why !== undefined) return { text: `${why} ${waiting}`, remedy: remedy ?? 'none' };
      const text = isSlow === true ? t('The room has not answered: still trying.') : t('Joining…');
      return { text: `${text} ${waiting}`, remedy: 'none' };
    }
    case 'notSure': {
      const text = why ?? t('The service of this room cannot be reached.');
      const waiting = t('Messages wait here until it answers.');
      return { text: `${text} ${waiting}`, remedy: remedy ?? 'none' };
    }
    case 'idle':
    case 'left': {
      const text = why ?? t('You are not in this room: sending a message joins it.');
      const next =
        retryAt === undefined ? '' : ` ${t('Next try at {time}.', { time: formatTime(retryAt) })}`;
      return { text: `${text}${next}`, remedy: remedy ?? 'join' };
    }
  }
}

/**
 * Why nothing can be written in a room; `undefined` if it can, now or once inside: where joining
 * again is all that is needed, sending does so.
 */
export function whyReadOnly(room: RoomView): string | undefined {
  const { phase, retryAt, role, rights, remedy } = room;
  if (phase === 'joined') {
    if (rights.includes('write')) return undefined;
    return role === 'visitor' ? t('You can read here, but not write') : t('You cannot write here');
  }
  const isOutside = (phase === 'left' || phase === 'idle') && retryAt === undefined;
  if (!isOutside || remedy === undefined || remedy === 'join') return undefined;
  const isHopeless = remedy === 'none' || remedy === 'otherRoom';
  return isHopeless ? t('You cannot write here any more') : t('Join the room to write');
}
