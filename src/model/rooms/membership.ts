import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { classifyDeparture, type Departure } from '../../xmpp/xep/0045-departure.ts';
import type { RoomError } from '../../xmpp/xep/0045-errors.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';
import type { RoomNotice } from '../../xmpp/xep/0045-notices.ts';
import type { Occupant } from '../../xmpp/xep/0045-occupant.ts';
import type { RoomPresence } from '../../xmpp/xep/0045-presence.ts';
import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { STATUS, type StatusCodes } from '../../xmpp/xep/0045-user.ts';
import type { CaptchaChallenge } from '../../xmpp/xep/0158-captcha.ts';
import type { SelfPing } from '../../xmpp/xep/0410-selfPing.ts';
import { Company } from './company.ts';
import { Entry, type Welcome } from './entry.ts';
import { NickChange } from './nickChange.ts';
import type { RoomOccupant } from './occupantList.ts';
import type { Occupants } from './occupants.ts';
import { OccupantSenders } from './occupantSenders.ts';
import { isOfBefore, isOwnDeparture } from './ownDeparture.ts';
import { destroyed, destroyedByUs, type Outcome, outcome, removed } from './reasons.ts';
import { Retries } from './retries.ts';
import type { JoinOrder, MembershipDeps, RoomState } from './roomEvents.ts';
import { RoomActivity } from './roomActivity.ts';
import { RoomFacts } from './roomFacts.ts';
import { RoomPresenceSender } from './roomPresence.ts';
import { SelfCheck } from './selfCheck.ts';

/** After this time inside, being removed is no repetition of a former failure. In milliseconds. */
const STABLE_MS = 5 * 60_000;
/** Our membership in one room: whether we are in it, with whom, and how we come back. */
export class Membership implements Disposable {
  /** Bare. */
  readonly room: Jid;
  /** What happened here since the start, besides messages. */
  readonly activity: RoomActivity;
  /** Who the occupants are, as the senders of messages. */
  readonly senders = new OccupantSenders(this);
  readonly #deps: MembershipDeps;
  readonly #company: Company;
  readonly #facts: RoomFacts;
  readonly #nickChange: NickChange;
  readonly #presence: RoomPresenceSender;
  readonly #selfCheck: SelfCheck;
  readonly #retries: Retries;
  #state: RoomState = { phase: 'idle' };
  /** What the user wants; absent if they left, or only they can decide how to go on. */
  #order: JoinOrder | undefined;
  #nick = '';
  #entry: Entry | undefined;
  #retry: Disposable | undefined;
  /** Whether we destroy the room ourselves. */
  #isDestroying = false;
  /** When we came in, on the monotonic clock; absent before the first time. */
  #since: number | undefined;

  constructor(room: Jid, deps: MembershipDeps) {
    this.room = room.toBare();
    this.activity = new RoomActivity(() => deps.clock.now());
    this.#deps = deps;
    this.#company = new Company(deps.tell);
    this.#presence = new RoomPresenceSender(deps);
    this.#retries = new Retries(deps.clock);
    this.#facts = new RoomFacts(this.room, {
      ...deps,
      historyEnded: () => {
        if (this.#state.phase === 'joined') this.#becomeJoined();
      },
    });
    this.#nickChange = new NickChange(this.room, {
      ...deps,
      occupant: () => (this.#state.phase === 'joined' ? this.occupant : undefined),
      send: (occupant, id) => {
        this.#presence.send(occupant, id);
      },
      found: (nick) => {
        // Another session of ours may have either.
        this.#setNick(this.occupants.get(nick) ? nick : this.#nick, nick);
      },
      // The list of occupants includes our nick (§17.3).
      unsure: () => {
        this.#begin();
      },
      decided: () => {
        this.#updatePresence();
      },
    });
    this.#selfCheck = new SelfCheck({
      ...deps,
      occupant: () => (this.#nickChange.isPending ? undefined : this.occupant),
      conclude: (answer) => {
        this.#conclude(answer);
      },
    });
  }

  get state(): RoomState {
    return this.#state;
  }

  get occupants(): Occupants {
    return this.#company.occupants;
  }

  /** Our nick; outside, the one that we ask for. */
  get nick(): string {
    return this.#nick;
  }

  /** Our address in the room, while we are inside. */
  get occupant(): Jid | undefined {
    return this.#isInside ? occupantJid(this.room, this.#nick) : undefined;
  }

  /** Ourselves, while we are inside. */
  get self(): RoomOccupant | undefined {
    return this.#isInside ? this.occupants.get(this.#nick) : undefined;
  }

  /** What the room says of itself, as far as known. */
  get info(): RoomInfo | undefined {
    return this.#facts.info;
  }

  /** The room's subject, once it is known; empty if it has none. */
  get subject(): string | undefined {
    return this.#facts.subject;
  }

  /** The hash of the room's avatar; `undefined` if it has none. */
  get avatarHash(): string | undefined {
    return this.#facts.avatarHash;
  }

  get #isInside(): boolean {
    return this.#state.phase === 'joined' || this.#state.phase === 'notSure';
  }

  /**
   * Joins: at once while the session is ready, else with {@link begin}; and again whenever the
   * connection or the room loses us.
   */
  join(order: JoinOrder): void {
    const former = this.#order;
    this.#order = order;
    // As when a bookmark that we have changed comes back to us.
    if (this.#isInside || (this.#entry && former && isSame(order, former))) return;
    this.#nick = order.nick;
    this.#since = undefined;
    this.#retries.reset();
    this.#begin();
  }

  /** Leaves, and does not join again. @param status parting words; empty for none */
  leave(status = ''): void {
    const { phase } = this.#state;
    if (phase !== 'idle' && phase !== 'left') this.#takeLeave(status);
    this.#order = undefined;
    this.#exit();
  }

  /**
   * Changes our nick; resolves when the room has done so. Its bookmark is to be changed only then.
   *
   * @throws Failure `room-nick` if it stays as it was, `room-not-joined`
   */
  changeNick(nick: string): Promise<void> {
    return this.#nickChange.request(nick);
  }

  /** A new session began, in which we are in no room. */
  reset(): void {
    this.#presence.clear();
    if (!this.#order) return;
    this.#retries.reset();
    this.#stop();
    this.#become({ phase: 'asking', isSlow: false });
  }

  /** Joins, if that is wanted and was not done already: the session is ready. */
  begin(): void {
    if (this.#order && !this.#isInside && !this.#entry?.isSent) this.#begin();
  }

  /** The session goes on over a new connection. */
  resume(): void {
    if (this.#presence.owesLeave) this.#takeLeave('');
    if (this.#isInside) void this.check();
    else if (this.#state.phase === 'asking') this.begin();
  }

  /** Our own presence has changed. */
  presenceChanged(): void {
    if (!this.#order) return;
    if (!this.#deps.presence()) {
      if (this.#isInside || this.#entry?.isSent) this.#presence.broadcastLeave();
      this.#exit(outcome('room-invisible', this.room, 'show'));
    } else if (this.#state.phase === 'left' && this.#state.reason?.remedy === 'show') {
      this.#begin();
    } else {
      this.#updatePresence();
    }
  }

  /**
   * Asks whether we are still inside, and joins again if not.
   *
   * @returns `undefined` if that cannot be asked now
   */
  check(): Promise<SelfPing | undefined> {
    return this.#selfCheck.run();
  }

  /** Asks the room what it is now. Resolves once {@link info} is up to date, or cannot be. */
  learn(): Promise<void> {
    return this.#facts.learn();
  }

  /** The room counts us as outside, as by refusing a message: joins again. */
  rejoin(): void {
    if (this.#isInside) this.#begin();
  }

  /** Presence of this room. */
  receive(presence: RoomPresence): void {
    if (presence.type === 'error') {
      this.#refuse(presence.error, presence.id);
    } else if (presence.type === 'room') {
      const { avatarHash: hash } = presence;
      if (hash !== undefined) this.#facts.announceAvatar(hash);
    } else if (this.#entry ? this.#entry.isSent : this.#isInside) {
      this.#reached();
      if (presence.type === 'occupant') this.#hear(presence.occupant, presence.codes);
      else this.#depart(presence.departure, presence.codes);
    } else if (presence.type === 'departure' && presence.codes.has(STATUS.self)) {
      this.#departSelf(presence.departure, presence.codes);
    }
  }

  /** A notice of the room without text to show. */
  notice(notice: RoomNotice): void {
    if (notice.kind === 'subject') this.#entry?.hearSubject();
    if (!this.#isInside) return;
    this.#reached();
    this.#facts.notice(notice);
  }

  /** A question to be answered before we may join (XEP-0158). @returns whether it is one */
  challenge(challenge: CaptchaChallenge): boolean {
    return this.#entry?.askFirst(challenge) === true;
  }

  /** Such a question was answered. */
  answered(challenge: CaptchaChallenge): void {
    this.#entry?.answered(challenge);
  }

  /**
   * Destroys the room by a request: our own unavailable presence then confirms it.
   * @throws the error of the request
   */
  async destroyBy(request: () => Promise<void>): Promise<void> {
    this.#isDestroying = true;
    try {
      await request();
    } catch (error) {
      this.#isDestroying = false;
      throw error;
    }
  }

  dispose(): void {
    this.#stop();
  }

  #begin(): void {
    const order = this.#order;
    if (!order) return;
    this.#stop();
    if (!this.#deps.presence()) {
      this.#exit(outcome('room-invisible', this.room, 'show'));
      return;
    }
    this.#isDestroying = false;
    this.#become({ phase: 'asking', isSlow: false });
    const { origin, password = '' } = order;
    const wasInside = this.#since !== undefined;
    const asksFirst = order.create === undefined || wasInside;
    this.#entry = new Entry(
      { room: this.room, nick: this.#nick, password, origin, wasInside, asksFirst },
      {
        ...this.#deps,
        requested: () => {
          this.occupants.gather();
        },
        unanswered: () => {
          this.#become({ phase: 'asking', isSlow: true });
        },
        waiting: (why) => {
          this.#become({ phase: 'joining', ...why });
        },
        entered: (welcome) => {
          this.#enter(welcome);
        },
        failed: (why) => {
          this.#exit(why);
        },
      },
    );
    this.#entry.start();
  }

  #enter({ nick, codes, sent, info }: Welcome): void {
    this.#entry = undefined;
    this.#nick = nick;
    this.#presence.entered(sent);
    this.#since = this.#deps.clock.monotonic();
    this.occupants.complete(info?.occupants);
    this.#becomeJoined();
    this.#facts.enter(codes, info, this.#order?.create);
    this.#updatePresence();
  }

  #hear(occupant: Occupant, codes: StatusCodes): void {
    const isOwn = !this.#entry && codes.has(STATUS.self);
    if (isOwn) this.#setNick(this.#nick, occupant.nick);
    // ejabberd does not mark another session of ours with this nick.
    this.#company.hear(occupant, isOwn || occupant.nick === this.#nick);
    this.#entry?.hear(occupant, codes);
  }

  #depart(departure: Departure, codes: StatusCodes): void {
    const { nick, newNick = nick } = departure;
    const own = { nick: this.#nick, jid: this.#deps.session()?.jid };
    if (isOwnDeparture(departure, codes, own, this.#entry !== undefined)) {
      this.#departSelf(departure, codes);
      return;
    }
    const how = classifyDeparture(departure, codes, true);
    if (how === 'nickChange') this.#company.rename(nick, newNick, false);
    else if (nick !== this.#nick || this.#entry) this.#company.depart(departure, how);
    // Another session of ours with our nick, where we may be, too.
    else void this.check();
  }

  #departSelf(departure: Departure, codes: StatusCodes): void {
    const { nick, newNick = nick } = departure;
    const how = classifyDeparture(departure, codes, this.#presence.hasLeft);
    if (how === 'nickChange') {
      this.#setNick(nick, newNick);
      return;
    }
    // We may be coming back already.
    if (how === 'left') this.#presence.clear();
    const isKnown = how === 'left' || (!this.#entry && !this.#isInside);
    if (isKnown || (this.#entry?.isSent === false && isOfBefore(how))) return;
    const stay = this.#deps.clock.monotonic() - (this.#since ?? 0);
    if (this.#isInside && stay >= STABLE_MS) this.#retries.reset();
    const isByUs = how === 'destroyed' && this.#isDestroying;
    this.#exit(isByUs ? destroyedByUs(this.room) : removed(this.room, how, departure));
  }

  #refuse(error: RoomError, id: string | undefined): void {
    if (this.#entry) this.#entry.refuse(error, id);
    // Presence refused where we should be inside.
    else if (!this.#nickChange.refuse(error, id)) void this.check();
  }

  #setNick(from: string, to: string): void {
    this.#company.rename(from, to, true);
    this.#nick = to;
    this.#nickChange.hear(to);
  }

  #conclude(answer: SelfPing): void {
    switch (answer) {
      case 'inside':
        this.#reached();
        break;
      case 'outside':
        this.#begin();
        break;
      case 'gone':
        this.#exit(outcome('room-missing', this.room, 'create'));
        break;
      case 'destroyed':
        this.#exit(destroyed(this.room));
        break;
      case 'undecided':
        if (this.#state.phase !== 'notSure') this.#become({ phase: 'notSure' });
        this.#selfCheck.runLater();
    }
  }

  /** The room knows us. */
  #reached(): void {
    if (this.#state.phase !== 'notSure') return;
    this.#selfCheck.stop();
    this.#becomeJoined();
  }

  /** Never before the room has let us in: ejabberd would drop the request to join for it. */
  #updatePresence(): void {
    // To our old nick, it would be a request to change back.
    if (this.occupant && !this.#nickChange.isPending) this.#presence.update(this.occupant);
  }

  #takeLeave(status: string): void {
    const occupant = occupantJid(this.room, this.#nick);
    if (occupant) this.#presence.leave(occupant, status);
  }

  /** We are outside. @param why absent if the user left */
  #exit(why?: Outcome): void {
    this.#stop();
    this.occupants.clear();
    const reason = why && { reason: why.reason };
    const delay = why && this.#order && this.#retries.next(why.again);
    if (delay === undefined) {
      if (why?.reason.remedy !== 'show') this.#order = undefined;
      this.#become({ phase: 'left', ...reason });
      return;
    }
    this.#retry = this.#deps.clock.after(delay, () => {
      this.#begin();
    });
    this.#become({ phase: 'left', ...reason, retryAt: this.#deps.clock.now() + delay });
  }

  /** Ends what was begun. */
  #stop(): void {
    this.#entry?.dispose();
    this.#entry = undefined;
    this.#selfCheck.stop();
    this.#retry?.dispose();
    this.#facts.leave();
    this.#nickChange.cancel();
  }

  #becomeJoined(): void {
    this.#become({ phase: 'joined', hasHistory: this.#facts.hasHistory });
  }

  #become(state: RoomState): void {
    this.#state = state;
    this.#deps.tell({ kind: 'state' });
  }
}

function isSame(a: JoinOrder, b: JoinOrder): boolean {
  return a.nick === b.nick && a.password === b.password && a.create === b.create;
}
