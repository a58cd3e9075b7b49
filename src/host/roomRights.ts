import type { OccupantAction, RoomRight } from '../api/views.ts';
import type { RoomInfo } from '../model/rooms/roomDirectory.ts';
import type { Privileges } from '../model/rooms/roomEvents.ts';

/** What rights depend on besides; absent while it is unknown. */
export type RoomRules = Pick<RoomInfo, 'isMembersOnly' | 'moderation'> | undefined;

const isStaff = ({ affiliation }: Privileges) => affiliation === 'admin' || affiliation === 'owner';

/**
 * What the user may do in a room (XEP-0045 §5.1.1, §5.2.1). Whether participants may change the
 * subject is up to the room, which does not announce it: they may try. In a room for members only,
 * admins invite (§7.8).
 *
 * @param self absent outside
 */
export function roomRights(self: Privileges | undefined, rules: RoomRules): readonly RoomRight[] {
  if (!self) return [];
  const { role, affiliation } = self;
  const isModerator = role === 'moderator';
  const hasVoice = isModerator || role === 'participant';
  const rights: Readonly<Record<RoomRight, boolean>> = {
    write: hasVoice,
    setSubject: hasVoice,
    invite: rules?.isMembersOnly === true ? isStaff(self) : hasVoice,
    requestVoice: role === 'visitor',
    moderate: isModerator && (rules?.moderation.length ?? 0) > 0,
    administer: isStaff(self),
    configure: affiliation === 'owner',
    destroy: affiliation === 'owner',
  };
  return namesOf(rights);
}

/**
 * What the user may do with an occupant: with roles as a moderator (§8.2–8.4), but moderators are
 * made and unmade by admins (§9.6, §9.7); with affiliations as an admin, and with those of admins
 * and owners as an owner (§9, §10), as far as the real address is shown.
 *
 * @param self absent outside
 */
export function occupantActions(
  self: Privileges | undefined,
  other: Privileges,
  { isOwn, hasAddress }: { readonly isOwn: boolean; readonly hasAddress: boolean },
): readonly OccupantAction[] {
  if (!self || isOwn) return [];
  const { role, affiliation } = other;
  const isModerator = self.role === 'moderator';
  const isOwner = self.affiliation === 'owner';
  // Admins cannot act on admins or owners; owners can change every affiliation.
  const isBelow = !isStaff(other) || (isOwner && affiliation === 'admin');
  const mayAffiliate = hasAddress && isStaff(self) && (isOwner || isBelow);
  const actions: Readonly<Record<OccupantAction, boolean>> = {
    kick: isModerator && isBelow,
    ban: hasAddress && isStaff(self) && isBelow,
    grantVoice: isModerator && role === 'visitor',
    revokeVoice: isModerator && role === 'participant' && !isStaff(other),
    grantModerator: isStaff(self) && (role === 'participant' || role === 'visitor'),
    revokeModerator: isStaff(self) && role === 'moderator' && !isStaff(other),
    makeNone: mayAffiliate && affiliation !== 'none',
    makeMember: mayAffiliate && affiliation !== 'member',
    makeAdmin: mayAffiliate && isOwner && affiliation !== 'admin',
    makeOwner: mayAffiliate && isOwner && affiliation !== 'owner',
  };
  return namesOf(actions);
}

function namesOf<Name extends string>(facts: Readonly<Record<Name, boolean>>): readonly Name[] {
  return (Object.keys(facts) as Name[]).filter((name) => facts[name]);
}
