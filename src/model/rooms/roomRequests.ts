import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { type Failure, type UserError, userError } from '../../base/userError.ts';
import { messageFailed } from '../../xmpp/im/messages.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import { administrationRefusalOf } from '../../xmpp/xep/0045-administration.ts';
import { fetchRoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { explain } from '../explain.ts';
import { roomFailure } from './roomErrors.ts';

/** What fails, of the catalogue's `task.…`, with the address of the room. */
export function roomTask(
  code:
    | 'task.ask-room'
    | 'task.change-room'
    | 'task.destroy-room'
    | 'task.invite'
    | 'task.join-room'
    | 'task.register-in-room',
  room: Jid,
): UserError {
  return userError(code, { room: shownAddress(room.bare) });
}

/**
 * Sends a message to a room that it carries out without an answer. Resolves once that is done: what
 * it refuses, it refuses before it answers a request that is sent later (RFC 6120 §10.1).
 *
 * @param id of the message, which an error names
 * @throws StanzaError the refusal, or `not-connected`
 */
export async function sendToRoom(
  session: Session,
  room: Jid,
  id: string,
  send: () => void,
): Promise<void> {
  let refusal: StanzaError | undefined;
  const listening = session.on(messageFailed, ({ id: failed, from, error }) => {
    if (failed === id && from.bare === room.bare) refusal = error;
  });
  try {
    send();
    await fetchRoomInfo(session, room).catch((error: unknown) => {
      // A service that refuses the query has carried out the request all the same.
      if (!(error instanceof StanzaError) || error.condition === 'not-connected') throw error;
    });
  } finally {
    listening.dispose();
  }
  if (refusal) throw refusal;
}

/**
 * Why a room has not changed what it was asked to.
 *
 * @param nick of the occupant concerned; empty if none is
 */
export function changeFailure(
  error: unknown,
  room: Jid,
  nick = '',
  task = roomTask('task.change-room', room),
): Failure {
  if (!(error instanceof StanzaError)) return explain(error, task);
  switch (administrationRefusalOf(error)) {
    case 'notPermitted':
      return roomFailure('room-change.not-permitted', room);
    case 'own':
      return roomFailure('room-change.own', room);
    case 'invalidAddress':
      return roomFailure('room-change.bad-address', room);
    case 'noOccupant':
      if (nick !== '') return roomFailure('room-change.no-occupant', room, { nick });
      // Of those outside, rooms accept no messages (§7.4).
      if (error.condition === 'not-acceptable') return roomFailure('room-not-joined', room);
      return explain(error, task);
    case 'other':
      return explain(error, task);
  }
}
