import type { Jid } from '../../base/jid.ts';
import type { UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { FormValues } from '../../xmpp/xep/0004-dataForms.ts';
import { answerCaptcha, type CaptchaChallenge } from '../../xmpp/xep/0158-captcha.ts';
import { explain } from '../explain.ts';
import type { Membership } from './membership.ts';
import { roomFailure } from './roomErrors.ts';
import { roomTask } from './roomRequests.ts';
import type { Rooms } from './rooms.ts';

/** How services refuse an answer: as wrong, or as too late. */
const WRONG = ['not-acceptable', 'not-allowed', 'bad-request'];
const LATE = ['item-not-found', 'service-unavailable'];

export interface RoomCaptchasDeps {
  readonly rooms: Pick<Rooms, 'find'>;
  /** @throws Failure offline */
  readonly online: (task: UserError) => Session;
}

/** The questions of services about whether a person joins (XEP-0158), for the user to answer. */
export class RoomCaptchas {
  readonly #deps: RoomCaptchasDeps;

  constructor(deps: RoomCaptchasDeps) {
    this.#deps = deps;
  }

  /** The question that keeps us from joining. @throws Failure `room-captcha.none` */
  get(room: Jid): CaptchaChallenge {
    return this.#asked(room)[1];
  }

  /**
   * Answers it, after which joining goes on. @throws Failure `room-captcha.none`, or
   * `room-captcha.wrong`: joining again brings another question
   */
  async answer(room: Jid, values: FormValues): Promise<void> {
    const task = roomTask('task.join-room', room);
    const session = this.#deps.online(task);
    const [membership, challenge] = this.#asked(room);
    try {
      await answerCaptcha(session, challenge, values);
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      if (WRONG.includes(error.condition)) throw roomFailure('room-captcha.wrong', room);
      if (LATE.includes(error.condition)) throw roomFailure('room-captcha.none', room);
      throw explain(error, task);
    }
    membership.answered(challenge);
  }

  #asked(room: Jid): readonly [Membership, CaptchaChallenge] {
    const membership = this.#deps.rooms.find(room.bare);
    const state = membership?.state;
    const challenge = state?.phase === 'joining' ? state.challenge : undefined;
    if (!membership || !challenge) throw roomFailure('room-captcha.none', room);
    return [membership, challenge];
  }
}
