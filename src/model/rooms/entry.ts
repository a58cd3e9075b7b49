import { randomUUID } from 'node:crypto';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { ownCaps } from '../../xmpp/modules.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import { type RoomError, roomErrorOf } from '../../xmpp/xep/0045-errors.ts';
import { joinRoom, occupantJid } from '../../xmpp/xep/0045-joining.ts';
import { type Occupant, selfEvidence } from '../../xmpp/xep/0045-occupant.ts';
import { fetchReservedNick } from '../../xmpp/xep/0045-registration.ts';
import { fetchRoomInfo, type RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import type { StatusCodes } from '../../xmpp/xep/0045-user.ts';
import type { CaptchaChallenge } from '../../xmpp/xep/0158-captcha.ts';
import { PATIENCE_MS } from '../patience.ts';
import {
  againIfLocked,
  type Asked,
  type Outcome,
  outcome,
  refused,
  withoutNick,
  wronglyAnswered,
} from './reasons.ts';
import { LATER } from './retries.ts';
import type { MembershipDeps, ShownPresence } from './roomEvents.ts';

/** When a join without an answer counts as slow, in milliseconds. */
const SLOW_MS = 30_000;

export interface EntryOptions extends Asked {
  /** Whether the room is asked what it is before: joining creates one that does not exist. */
  readonly asksFirst: boolean;
}

/** How we came in. */
export interface Welcome {
  readonly nick: string;
  readonly codes: StatusCodes;
  /** The presence that the room knows of us. */
  readonly sent: ShownPresence;
  /** What the room says of itself, if it was asked. */
  readonly info: RoomInfo | undefined;
}

export interface EntryDeps extends Pick<
  MembershipDeps,
  'clock' | 'session' | 'presence' | 'newest' | 'turn' | 'report'
> {
  /** The request to join is about to be sent: what the room says from now on is the answer. */
  readonly requested: () => void;
  /** It was asked what it is, and has not said so for some seconds. */
  readonly unanswered: () => void;
  /** There is no answer to the request yet. */
  readonly waiting: (why: { isSlow: boolean; challenge?: CaptchaChallenge }) => void;
  readonly entered: (welcome: Welcome) => void;
  readonly failed: (outcome: Outcome) => void;
}

/**
 * One attempt to enter a room, or to get its occupants again. It waits for its turn, asks the room
 * what it is (XEP-0045 §6.4), and requests to join. If the connection is lost before that, it ends
 * without a result; a request once sent is delivered also by a session that is resumed.
 */
export class Entry implements Disposable {
  readonly #options: EntryOptions;
  readonly #deps: EntryDeps;
  readonly #owned = new DisposableStore();
  #isOver = false;
  #nick: string;
  #info: RoomInfo | undefined;
  /** Of the request to join; empty before. */
  #id = '';
  #sent: ShownPresence | undefined;
  #hasAskedForNick = false;
  #isSlow = false;
  #challenge: CaptchaChallenge | undefined;
  #isAnswered = false;
  /** The nick that is ours unless the room says otherwise, of services that do not send 110. */
  #likely: { readonly nick: string; readonly codes: StatusCodes } | undefined;

  constructor(options: EntryOptions, deps: EntryDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#nick = options.nick;
  }

  /** Whether the request to join is sent, so that what the room says from now on is the answer. */
  get isSent(): boolean {
    return this.#id !== '';
  }

  start(): void {
    this.#try(() => this.#start());
  }

  /** The presence of an occupant after the request, which may be our own (§7.2.2). */
  hear(occupant: Occupant, codes: StatusCodes): void {
    const jid = this.#deps.session()?.jid;
    const { nick } = occupant;
    const evidence = selfEvidence(occupant, codes, { jid, nick: this.#nick });
    if (evidence.code) this.#enter(nick, codes);
    else if (evidence.assignedNick || evidence.jid) this.#likely = { nick, codes };
    else if (evidence.nick && evidence.jid === undefined) this.#likely ??= { nick, codes };
  }

  /** The subject comes last (§7.2.15): by then, our own presence has come as well. */
  hearSubject(): void {
    if (this.#likely) this.#enter(this.#likely.nick, this.#likely.codes);
  }

  /** The service wants a question answered before, and only waits. @returns whether it is ours */
  askFirst(challenge: CaptchaChallenge): boolean {
    if (!this.isSent || challenge.stanzaId !== this.#id) return false;
    this.#challenge = challenge;
    this.#isAnswered = false;
    this.#wait();
    return true;
  }

  /** A challenge was answered: only the answer to our request is waited for. */
  answered(challenge: CaptchaChallenge): void {
    if (this.#challenge !== challenge) return;
    this.#isAnswered = true;
    this.#wait();
  }

  /** @param id of the refused presence, if the service repeats it */
  refuse(error: RoomError, id: string | undefined): void {
    if (!this.isSent || (id !== undefined && id !== this.#id)) return;
    // A room that wants a password asks for it first.
    if (this.#challenge && error.refusal === 'password') {
      this.#fail(wronglyAnswered(this.#options.room));
      return;
    }
    if (error.refusal !== 'reservedNick' || this.#hasAskedForNick) {
      this.#fail(refused(error, { ...this.#options, nick: this.#nick }));
      return;
    }
    this.#hasAskedForNick = true;
    this.#try(() => this.#takeReservedNick(error));
  }

  dispose(): void {
    this.#isOver = true;
    this.#owned.dispose();
  }

  async #start(): Promise<void> {
    const { origin, asksFirst, wasInside } = this.#options;
    // Added after the end, it is given on at once.
    const turn = this.#owned.add(await this.#deps.turn(origin === 'user' && !wasInside));
    const session = this.#deps.session();
    if (this.#isOver || !session) {
      turn.dispose();
      return;
    }
    const obstacle = asksFirst ? await this.#askPatiently(session, turn) : undefined;
    this.#goOn(obstacle, turn);
  }

  #goOn(obstacle: Outcome | undefined, turn: Disposable): void {
    if (this.#isOver) return;
    if (obstacle) {
      this.#fail(obstacle);
      return;
    }
    this.#owned.add(
      this.#deps.clock.after(SLOW_MS, () => {
        turn.dispose();
        this.#isSlow = true;
        if (this.#likely) this.hearSubject();
        else if (this.isSent) this.#wait();
      }),
    );
    this.#request();
  }

  /** As {@link Entry.#ask}: a room that does not answer keeps no other waiting. */
  async #askPatiently(session: Session, turn: Disposable): Promise<Outcome | undefined> {
    const patience = this.#owned.add(
      this.#deps.clock.after(PATIENCE_MS, () => {
        turn.dispose();
        this.#deps.unanswered();
      }),
    );
    try {
      return await this.#ask(session);
    } finally {
      patience.dispose();
    }
  }

  /** @returns why the room is not to be joined, if it says so */
  async #ask(session: Session): Promise<Outcome | undefined> {
    const { room } = this.#options;
    try {
      this.#info = await fetchRoomInfo(session, room);
      return this.#info ? undefined : outcome('room-unsuitable', room, 'none');
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      const reason = roomErrorOf(error);
      switch (reason.refusal) {
        case 'notFound':
          return outcome('room-missing', room, 'create', againIfLocked(this.#options));
        case 'unreachable':
        case 'destroyed':
        case 'busy':
        case 'broken':
          return refused(reason, this.#options);
        default:
          // A room that refuses the query may still let us in.
          return undefined;
      }
    }
  }

  #request(): void {
    const session = this.#deps.session();
    const presence = this.#deps.presence();
    // The next session joins again, and so does becoming visible.
    if (!session || !presence) return;
    const { room, password } = this.#options;
    const occupant = occupantJid(room, this.#nick);
    if (!occupant) {
      this.#fail(withoutNick('invalid', room, this.#nick));
      return;
    }
    this.#nick = occupant.resource;
    this.#id = randomUUID();
    this.#sent = presence;
    this.#likely = undefined;
    this.#deps.requested();
    this.#wait();
    const history = this.#info?.hasArchive ? 'none' : { since: this.#deps.newest() };
    joinRoom(session, {
      ...{ id: this.#id, occupant, history, caps: ownCaps },
      password: password === '' ? undefined : password,
      ...{ show: presence.show, status: presence.status, avatarHash: presence.avatar?.hash },
    });
  }

  #wait(): void {
    const challenge = this.#isAnswered ? undefined : this.#challenge;
    this.#deps.waiting({ isSlow: this.#isSlow, ...(challenge && { challenge }) });
  }

  async #takeReservedNick(error: RoomError): Promise<void> {
    const session = this.#deps.session();
    const nick = session && (await this.#reservedNick(session));
    if (this.#isOver) return;
    if (nick === undefined || nick === this.#nick) {
      this.#fail(refused(error, { ...this.#options, nick: this.#nick }));
      return;
    }
    this.#nick = nick;
    this.#request();
  }

  async #reservedNick(session: Session): Promise<string | undefined> {
    try {
      return await fetchReservedNick(session, this.#options.room);
    } catch (error) {
      if (error instanceof StanzaError) return undefined;
      throw error;
    }
  }

  #enter(nick: string, codes: StatusCodes): void {
    if (!this.#sent) return;
    this.dispose();
    this.#deps.entered({ nick, codes, sent: this.#sent, info: this.#info });
  }

  #fail(reason: Outcome): void {
    this.dispose();
    this.#deps.failed(reason);
  }

  #try(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.#deps.report('joining a room', error);
      this.#fail(outcome('room-broken', this.#options.room, 'join', LATER));
    });
  }
}
