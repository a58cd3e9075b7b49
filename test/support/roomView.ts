import type { ChatView, OccupantView, PrivateChatView, RoomView } from '../../src/api/views.ts';

/** A room that the user is in, as a participant. */
export const room: RoomView = {
  id: 'lobby@rooms.example.org',
  name: 'lobby',
  kind: 'public',
  nick: 'Me',
  phase: 'joined',
  isBookmarked: true,
  isAutojoined: true,
  subject: 'Friday release',
  occupants: 3,
  counts: { moderator: 1, participant: 2, visitor: 0, none: 0 },
  role: 'participant',
  affiliation: 'none',
  rights: ['write', 'setSubject', 'invite'],
  level: 'on-mention',
  unread: 0,
  mentions: 0,
  typing: [],
  showsActivity: true,
  ignored: [],
};

export function roomHead(of: RoomView): ChatView {
  return {
    id: of.id,
    name: of.name,
    room: of,
    show: 'available',
    status: '',
    composing: false,
    connection: { phase: 'online' },
    hasOlder: false,
    hasNewer: false,
    unread: 0,
    draft: '',
  };
}

export function occupant(id: string, change: Partial<OccupantView> = {}): OccupantView {
  return {
    id,
    role: 'participant',
    affiliation: 'none',
    show: 'available',
    isOwn: false,
    hats: [],
    actions: [],
    ...change,
  };
}

/** The head of the chat with an occupant of {@link room}, who is there. */
export function privateHead(change: Partial<PrivateChatView> = {}): ChatView {
  const { id, name } = room;
  const nick = 'Ada';
  const of = { ...{ id: `${id}/${nick}`, name: `${nick} in ${name}`, nick }, room: id };
  const state = { show: 'available', unread: 0, composing: false, newest: 1 } as const;
  const occupant: PrivateChatView = { ...of, roomName: name, ...state, ...change };
  const { room: _, ...head } = roomHead(room);
  return { ...head, id: of.id, name: of.name, occupant, show: occupant.show };
}
