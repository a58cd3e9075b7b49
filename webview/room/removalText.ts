import type { RoomActivityView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';

/** How an occupant has left a room. */
export type Exit = Extract<RoomActivityView, { readonly kind: 'exited' }>;

/**
 * Says of occupants that they were removed from a room, by somebody if that is known.
 *
 * @param names theirs, as they stand in a sentence
 */
export function removalText({ how, by }: Exit, names: string, isOne: boolean): string {
  if (by === '') return byNobody(how, names, isOne);
  const args = { names, by };
  switch (how) {
    case 'kicked':
      return isOne ? t('{names} was kicked by {by}', args) : t('{names} were kicked by {by}', args);
    case 'banned':
      return isOne ? t('{names} was banned by {by}', args) : t('{names} were banned by {by}', args);
    default:
      return isOne
        ? t('{names} was removed, as no member by {by}', args)
        : t('{names} were removed, as no member by {by}', args);
  }
}

function byNobody(how: Exit['how'], names: string, isOne: boolean): string {
  switch (how) {
    case 'kicked':
      return isOne ? t('{names} was kicked', { names }) : t('{names} were kicked', { names });
    case 'banned':
      return isOne ? t('{names} was banned', { names }) : t('{names} were banned', { names });
    default:
      return isOne
        ? t('{names} was removed, as no member', { names })
        : t('{names} were removed, as no member', { names });
  }
}
