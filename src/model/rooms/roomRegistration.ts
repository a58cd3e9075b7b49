import type { Jid } from '../../base/jid.ts';
import { Failure, type UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import {
  fetchRoomRegistration,
  registerInRoom,
  registrationRefusalOf,
} from '../../xmpp/xep/0045-registration.ts';
import type { RegistrationAnswers, RegistrationForm } from '../../xmpp/xep/0077-register.ts';
import { explain } from '../explain.ts';
import { nickError, roomFailure } from './roomErrors.ts';
import { roomTask } from './roomRequests.ts';

/** The field of the nick to reserve (§15.5.3). */
const NICK = 'muc#register_roomnick';

/** What a room asks of those who want to be members; `registered` as a member's reserved nick. */
export interface RoomRegistrationForm {
  readonly form: RegistrationForm;
  /** Empty if the room does not name it; absent if we are not registered. */
  readonly registered?: string;
}

/** Asking rooms for membership, and for a nick that is reserved for us (XEP-0045 §7.10). */
export class RoomRegistration {
  /** @throws Failure offline */
  readonly #online: (task: UserError) => Session;

  constructor(online: (task: UserError) => Session) {
    this.#online = online;
  }

  /** Fetches what a room asks. @throws Failure `room-registration.…`, `room-missing` */
  async fetch(room: Jid): Promise<RoomRegistrationForm> {
    const task = roomTask('task.ask-room', room);
    const session = this.#online(task);
    return fetchRoomRegistration(session, room).catch((error: unknown) => {
      throw refusal(error, room, task);
    });
  }

  /**
   * Asks for it. The room does not say whether we are members at once, or once an admin has approved.
   *
   * @throws Failure `room-registration.…`, `room-nick.taken`
   */
  async request(room: Jid, answers: RegistrationAnswers): Promise<void> {
    const task = roomTask('task.register-in-room', room);
    const session = this.#online(task);
    await registerInRoom(session, room, answers).catch((error: unknown) => {
      throw refusal(error, room, task, answers.values[NICK]?.[0]);
    });
  }
}

function refusal(error: unknown, room: Jid, task: UserError, nick = ''): Failure {
  if (!(error instanceof StanzaError)) return explain(error, task);
  switch (registrationRefusalOf(error)) {
    case 'notOffered':
      return roomFailure('room-registration.not-offered', room);
    case 'forbidden':
      return roomFailure('room-forbidden', room);
    case 'nickTaken':
      return new Failure(nickError('taken', room, nick));
    case 'invalid':
      return roomFailure('room-registration.invalid', room);
    case 'other':
      return error.condition === 'item-not-found'
        ? roomFailure('room-missing', room)
        : explain(error, task);
  }
}
