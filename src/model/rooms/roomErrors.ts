import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { Failure, type UserError, type UserErrorParams } from '../../base/userError.ts';
import type { UserErrorCode } from '../../base/userErrorCodes.ts';

/** The codes of errors that concern one room. */
export type RoomErrorCode = Extract<UserErrorCode, `room-${string}`>;

/** An error of a room. `room` and `domain` are always named. */
export function roomError(
  code: RoomErrorCode,
  room: Jid,
  params: Omit<UserErrorParams, 'room' | 'domain'> = {},
): UserError {
  return { code, params: { ...params, room: shownAddress(room.bare), domain: room.domain } };
}

/** The same, to be thrown. */
export function roomFailure(...error: Parameters<typeof roomError>): Failure {
  return new Failure(roomError(...error));
}

export type NickProblem = 'invalid' | 'reserved' | 'taken' | 'not-allowed' | 'unanswered';

/** Why a nick cannot be had. */
export function nickError(why: NickProblem, room: Jid, nick: string): UserError {
  return roomError(`room-nick.${why}`, room, { nick });
}
