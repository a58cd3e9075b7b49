import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import { Failure, type UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { RoomError, RoomRefusal } from '../../xmpp/xep/0045-errors.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';
import { type SelfPing, selfPing } from '../../xmpp/xep/0410-selfPing.ts';
import { nickError, type NickProblem, roomError } from './roomErrors.ts';

/** When a service that does not answer is asked otherwise (ejabberd #1392). In milliseconds. */
const PATIENCE_MS = 10_000;

const WHY: Readonly<Partial<Record<RoomRefusal, NickProblem>>> = {
  nickTaken: 'taken',
  reservedNick: 'reserved',
  invalidNick: 'invalid',
};

export interface NickChangeDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Our address in the room; `undefined` unless we are surely inside. */
  readonly occupant: () => Jid | undefined;
  /** Sends our presence by this address. */
  readonly send: (occupant: Jid, id: string) => void;
  /** A self-ping found us by the new nick, without any other answer. */
  readonly found: (nick: string) => void;
  /** It is uncertain which nick we have. */
  readonly unsure: () => void;
  /** Our nick is certain again. */
  readonly decided: () => void;
}

/** A change that was requested. */
interface Change {
  /** Our address by the new nick. */
  readonly wanted: Jid;
  readonly id: string;
  readonly settle: (error?: UserError) => void;
}

/** Changes our nick in a room: a presence, an error or, after 10 s, a self-ping decides. */
export class NickChange {
  readonly #room: Jid;
  readonly #deps: NickChangeDeps;
  #change: Change | undefined;

  constructor(room: Jid, deps: NickChangeDeps) {
    this.#room = room;
    this.#deps = deps;
  }

  /** Whether a change was requested, so that our nick is uncertain. */
  get isPending(): boolean {
    return this.#change !== undefined;
  }

  /**
   * Requests another nick (XEP-0045 §7.6); resolves when it is ours.
   *
   * @throws Failure `room-nick` if the former one stays, `room-not-joined`
   */
  async request(nick: string): Promise<void> {
    const { clock, session, occupant, send, decided } = this.#deps;
    const wanted = occupantJid(this.#room, nick);
    const former = occupant();
    if (!wanted) throw new Failure(nickError('invalid', this.#room, nick));
    if (!former || this.#change || !session()) {
      throw new Failure(roomError('room-not-joined', this.#room));
    }
    if (wanted.equals(former)) return;
    const id = randomUUID();
    const answer = new Promise<UserError | undefined>((settle) => {
      this.#change = { wanted, id, settle };
    });
    const patience = clock.after(PATIENCE_MS, () => {
      void this.#ask();
    });
    send(wanted, id);
    const error = await answer;
    patience.dispose();
    this.#change = undefined;
    decided();
    if (error) throw new Failure(error);
  }

  /** We have this nick. */
  hear(nick: string): void {
    if (nick === this.#change?.wanted.resource) this.#change.settle();
  }

  /** The room refuses a presence. @returns whether it is the one that asks for the nick */
  refuse({ refusal }: RoomError, id: string | undefined): boolean {
    if (!this.#change || (id !== undefined && id !== this.#change.id)) return false;
    this.#fail(WHY[refusal] ?? 'not-allowed');
    return true;
  }

  /** We are outside, or about to join again. */
  cancel(): void {
    this.#change?.settle(roomError('room-not-joined', this.#room));
  }

  async #ask(): Promise<void> {
    const change = this.#change;
    const session = this.#deps.session();
    if (!change) return;
    let answer: SelfPing | undefined;
    try {
      answer = session && (await selfPing(session, change.wanted));
    } finally {
      if (this.#change === change) this.#conclude(change, answer);
    }
  }

  #conclude({ wanted }: Change, answer: SelfPing | undefined): void {
    if (answer === 'inside') {
      this.#deps.found(wanted.resource);
      return;
    }
    this.#fail('unanswered');
    if (answer === 'outside') this.#deps.unsure();
  }

  #fail(why: NickProblem): void {
    if (this.#change) this.#change.settle(nickError(why, this.#room, this.#change.wanted.resource));
  }
}
