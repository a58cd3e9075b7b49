import type { RoomAffiliation, StandingView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';

/** What an occupant may do now, or no longer. */
type Change =
  | 'owner'
  | 'noOwner'
  | 'admin'
  | 'noAdmin'
  | 'member'
  | 'noMember'
  | 'moderator'
  | 'noModerator'
  | 'banned'
  | 'unbanned'
  | 'writes'
  | 'reads';

/** What is said of one who may do something else now, of several, and of the user. */
export interface StandingPhrase {
  readonly one: (name: string) => string;
  readonly many: (names: string) => string;
  readonly you: () => string;
}

const CHANGES: Readonly<Record<RoomAffiliation, readonly [now: Change, noLonger: Change]>> = {
  owner: ['owner', 'noOwner'],
  admin: ['admin', 'noAdmin'],
  member: ['member', 'noMember'],
  none: ['member', 'noMember'],
  outcast: ['banned', 'unbanned'],
};

const PHRASES: Readonly<Record<Change, StandingPhrase>> = {
  owner: {
    one: (name) => t('{name} is an owner now', { name }),
    many: (names) => t('{names} are owners now', { names }),
    you: () => t('You are an owner now'),
  },
  noOwner: {
    one: (name) => t('{name} is no longer an owner', { name }),
    many: (names) => t('{names} are no longer owners', { names }),
    you: () => t('You are no longer an owner'),
  },
  admin: {
    one: (name) => t('{name} is an admin now', { name }),
    many: (names) => t('{names} are admins now', { names }),
    you: () => t('You are an admin now'),
  },
  noAdmin: {
    one: (name) => t('{name} is no longer an admin', { name }),
    many: (names) => t('{names} are no longer admins', { names }),
    you: () => t('You are no longer an admin'),
  },
  member: {
    one: (name) => t('{name} is a member now', { name }),
    many: (names) => t('{names} are members now', { names }),
    you: () => t('You are a member now'),
  },
  noMember: {
    one: (name) => t('{name} is no longer a member', { name }),
    many: (names) => t('{names} are no longer members', { names }),
    you: () => t('You are no longer a member'),
  },
  moderator: {
    one: (name) => t('{name} is a moderator now', { name }),
    many: (names) => t('{names} are moderators now', { names }),
    you: () => t('You are a moderator now'),
  },
  noModerator: {
    one: (name) => t('{name} is no longer a moderator', { name }),
    many: (names) => t('{names} are no longer moderators', { names }),
    you: () => t('You are no longer a moderator'),
  },
  banned: {
    one: (name) => t('{name} is banned now', { name }),
    many: (names) => t('{names} are banned now', { names }),
    you: () => t('You are banned now'),
  },
  unbanned: {
    one: (name) => t('{name} is no longer banned', { name }),
    many: (names) => t('{names} are no longer banned', { names }),
    you: () => t('You are no longer banned'),
  },
  writes: {
    one: (name) => t('{name} can write now', { name }),
    many: (names) => t('{names} can write now', { names }),
    you: () => t('You can write now'),
  },
  reads: {
    one: (name) => t('{name} can only read now', { name }),
    many: (names) => t('{names} can only read now', { names }),
    you: () => t('You can only read now'),
  },
};

/**
 * The same object for the same change; `undefined` if nothing has changed. A role that comes with an
 * affiliation is not shown as well.
 */
export function standingPhrase(
  before: StandingView,
  now: StandingView,
): StandingPhrase | undefined {
  const change = changeOf(before, now);
  return change && PHRASES[change];
}

function changeOf(before: StandingView, now: StandingView): Change | undefined {
  if (before.affiliation !== now.affiliation) {
    return now.affiliation === 'none'
      ? CHANGES[before.affiliation][1]
      : CHANGES[now.affiliation][0];
  }
  if (before.role === now.role) return undefined;
  if (now.role === 'moderator') return 'moderator';
  if (before.role === 'moderator') return 'noModerator';
  return now.role === 'participant' ? 'writes' : 'reads';
}
