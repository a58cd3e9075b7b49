import type { RoomAffiliation, StandingView } from '../../src/api/views.ts';

/** What is said of one who may do something else now, of several, and of the user. */
export interface StandingPhrase {
  readonly one: string;
  readonly many: string;
  readonly you: string;
}

const NOUNS: Readonly<Record<RoomAffiliation, readonly [one: string, many: string]>> = {
  owner: ['an owner', 'owners'],
  admin: ['an admin', 'admins'],
  member: ['a member', 'members'],
  none: ['a member', 'members'],
  outcast: ['banned', 'banned'],
};

/** `undefined` if nothing has changed. A role that comes with an affiliation is not shown as well. */
export function standingPhrase(
  before: StandingView,
  now: StandingView,
): StandingPhrase | undefined {
  if (before.affiliation !== now.affiliation) {
    const isLost = now.affiliation === 'none';
    return being(NOUNS[isLost ? before.affiliation : now.affiliation], isLost);
  }
  if (before.role === now.role) return undefined;
  if (now.role === 'moderator') return being(['a moderator', 'moderators'], false);
  if (before.role === 'moderator') return being(['a moderator', 'moderators'], true);
  const said = now.role === 'participant' ? 'can write now' : 'can only read now';
  return { one: said, many: said, you: said };
}

function being([one, many]: readonly [string, string], isLost: boolean): StandingPhrase {
  const say = (verb: string, what: string) =>
    isLost ? `${verb} no longer ${what}` : `${verb} ${what} now`;
  return { one: say('is', one), many: say('are', many), you: say('are', one) };
}
