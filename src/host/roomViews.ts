import type { OfOccupants } from '../api/requests.ts';
import type {
  AffiliatedView,
  ListedRoomView,
  OccupantsView,
  OccupantView,
  RegistrationView,
  RoomApprovalView,
  RoomInfoView,
  RoomInvitationView,
  RoomView,
} from '../api/views.ts';
import type { Account } from '../model/account/account.ts';
import type { BlockList } from '../model/contacts/blockList.ts';
import type { AccountRooms } from '../model/rooms/accountRooms.ts';
import { roomError } from '../model/rooms/roomErrors.ts';
import type { KnownRoom } from '../model/rooms/knownRoom.ts';
import type { Membership } from '../model/rooms/membership.ts';
import type { RoomOccupant } from '../model/rooms/occupantList.ts';
import type { PendingApproval } from '../model/rooms/roomApprovals.ts';
import type { AffiliatedUser } from '../model/rooms/roomAdministration.ts';
import type { ListedRoom, RoomInfo } from '../model/rooms/roomDirectory.ts';
import type { RoomForm } from '../model/rooms/roomForms.ts';
import type { PendingInvitation } from '../model/rooms/keptInvitations.ts';
import { wornHats } from '../model/rooms/wornHats.ts';
import { receivedView } from './receivedView.ts';
import { occupantActions, roomRights } from './roomRights.ts';

const NO_COUNTS = { moderator: 0, participant: 0, visitor: 0, none: 0 } as const;

/** A room of an account, with what is known of its conversation. */
export function roomView(account: Account, room: KnownRoom): RoomView {
  const { bookmark, jid, kind, level, membership, name, nick } = room;
  const self = membership?.self;
  const info = membership?.info;
  const subject = membership?.subject;
  const avatar = membership?.avatarHash;
  return {
    id: jid.bare,
    ...(avatar !== undefined && { avatar }),
    ...{ name, kind, nick, level },
    ...stateView(membership),
    isBookmarked: bookmark !== undefined,
    isAutojoined: bookmark?.autojoin ?? false,
    ...(subject !== undefined && { subject }),
    occupants: membership?.occupants.size ?? 0,
    counts: membership ? { ...membership.occupants.counts } : NO_COUNTS,
    ...(self && { role: self.role, affiliation: self.affiliation }),
    rights: roomRights(self, info),
    ...(info && { info: roomInfoView(info) }),
    showsActivity: room.showsActivity,
    ignored: room.ignored.map(({ sender, nick: then }) => ({ id: sender, nick: then })),
    ...conversationOf(account, jid.bare),
  };
}

type State = Pick<RoomView, 'phase' | 'isSlow' | 'reason' | 'remedy' | 'otherRoom' | 'retryAt'>;

function stateView(membership: Membership | undefined): State {
  const state = membership?.state ?? { phase: 'idle' };
  switch (state.phase) {
    case 'asking':
      return { phase: state.phase, ...(state.isSlow && { isSlow: true }) };
    case 'joining':
      return {
        phase: state.phase,
        ...(state.isSlow && { isSlow: true }),
        ...(state.challenge && {
          reason: roomError('room-captcha', state.challenge.from),
          remedy: 'captcha',
        }),
      };
    case 'left': {
      const { phase, reason, retryAt } = state;
      return {
        phase,
        ...(reason && { reason: reason.error, remedy: reason.remedy }),
        ...(reason?.other && { otherRoom: reason.other.bare }),
        ...(retryAt !== undefined && { retryAt }),
      };
    }
    default:
      return { phase: state.phase };
  }
}

type Conversation = Pick<RoomView, 'unread' | 'mentions' | 'typing' | 'lastReceived'>;

function conversationOf({ chats }: Account, id: string): Conversation {
  const chat = chats.find(id);
  if (chat?.kind !== 'room') return { unread: 0, mentions: 0, typing: [] };
  const { unread, mentions, typing, lastReceived } = chat;
  return {
    ...{ unread, mentions, typing: typing.names },
    ...(lastReceived && {
      lastReceived: {
        ...receivedView(lastReceived),
        senderName: lastReceived.nick ?? '',
        mentionsUs: lastReceived.mention === true,
      },
    }),
  };
}

export function roomInfoView(info: RoomInfo): RoomInfoView {
  const { name, description, subject, occupants, anonymity } = info;
  const { isMembersOnly, isPasswordProtected, isModerated, hasArchive } = info;
  return {
    ...{ name, description, subject, isMembersOnly, isPasswordProtected, isModerated },
    ...(occupants !== undefined && { occupants }),
    ...(anonymity && { addressesShownTo: anonymity === 'non-anonymous' ? 'all' : 'moderators' }),
    isArchived: hasArchive,
  };
}

/** What the rows of occupants are made of. */
export interface OccupantSources {
  readonly rooms: Pick<AccountRooms, 'ignored' | 'memberships'>;
  readonly blockList: Pick<BlockList, 'find'>;
}

/** The watched part of a room's list; empty outside. */
export function occupantsView(
  sources: OccupantSources,
  { chat, filter, offset, limit }: OfOccupants,
): OccupantsView {
  const membership = sources.rooms.memberships.find(chat);
  const page = membership?.occupants.page({ filter, offset, limit });
  return {
    id: chat,
    total: page?.total ?? 0,
    offset,
    occupants:
      (membership && page?.occupants.map((one) => occupantView(membership, one, sources))) ?? [],
  };
}

function occupantView(
  { info, nick, room, self, senders }: Membership,
  occupant: RoomOccupant,
  { rooms: { ignored }, blockList }: OccupantSources,
): OccupantView {
  const { role, affiliation, avatarHash, show, occupantId } = occupant;
  const [address] = occupant.jids;
  const jid = address?.bare;
  const isOwn = occupant.nick === nick;
  const known = [room.withResource(occupant.nick), address].filter((one) => one !== undefined);
  const blocked = isOwn ? undefined : known.map((one) => blockList.find(one)).find(Boolean);
  const who = senders.of(occupant.nick);
  const sender = senderOf(info?.hasOccupantIds === true ? occupantId : undefined, jid);
  return {
    id: occupant.nick,
    ...{ role, affiliation, show, isOwn },
    ...(sender !== undefined && { sender }),
    ...(jid !== undefined && { jid }),
    ...(ignored.has(room.bare, who) && { ignored: who }),
    ...(blocked && { blockedBy: blocked.full }),
    ...(avatarHash && { avatar: avatarHash }),
    hats: wornHats(occupant, info).map(({ title }) => title),
    actions: occupantActions(self, occupant, { isOwn, hasAddress: jid !== undefined }),
  };
}

/** As in the history; by nick alone, messages of several people may be meant. */
function senderOf(occupantId: string | undefined, jid: string | undefined): string | undefined {
  if (occupantId !== undefined) return `occupant:${occupantId}`;
  return jid === undefined ? undefined : `jid:${jid}`;
}

export function roomInvitationView(invitation: PendingInvitation): RoomInvitationView {
  const { id, room, inviter, reason, password, stamp } = invitation;
  // Occupants have the address of the room, and differ by nick.
  const by = inviter?.bare === room.bare ? inviter.full : inviter?.bare;
  return {
    ...{ id, room: room.bare, inviter: by ?? '', reason },
    hasPassword: password !== undefined,
    time: stamp,
  };
}

export function roomApprovalView(approval: PendingApproval): RoomApprovalView {
  const { id, room, kind, nick, jid, about, stamp } = approval;
  return {
    ...{ id, room: room.bare, kind, nick, about, time: stamp },
    ...(jid && { jid: jid.bare }),
  };
}

export function listedRoomView({ jid, name, occupants }: ListedRoom): ListedRoomView {
  return { id: jid.bare, name, ...(occupants !== undefined && { occupants }) };
}

export function affiliatedView({ jid, affiliation, nick, reason }: AffiliatedUser): AffiliatedView {
  return { id: jid.bare, affiliation, nick: nick ?? '', reason };
}

/** The configuration form of a room, in the shape of a form for registering. */
export function roomFormView({ title, instructions, fields }: RoomForm): RegistrationView {
  return {
    isDataForm: true,
    ...{ title, instructions },
    fields: fields.map(({ name, type, label, required, values, options }) => ({
      ...{ name, type, label, required, values, options },
    })),
  };
}
