import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { IncomingStanza, Session } from '../../xmpp/stanza/session.ts';
import { parseRoomNotice } from '../../xmpp/xep/0045-notices.ts';
import { parseRoomPresence } from '../../xmpp/xep/0045-presence.ts';
import { parseCaptcha } from '../../xmpp/xep/0158-captcha.ts';
import { Membership } from './membership.ts';
import type { JoinOrder, RoomEvent, ShownPresence } from './roomEvents.ts';
import { Silence } from './silence.ts';
import { Turns } from '../../base/turns.ts';

/** Maximum number of rooms asked and joined at once. */
const JOINED_AT_ONCE = 4;

/** What happened in a room. */
export interface RoomChange {
  readonly room: Membership;
  readonly event: RoomEvent;
}

export interface RoomsDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Own presence as rooms are to see it; `undefined` while invisible or offline. */
  readonly presence: () => ShownPresence | undefined;
  /** When the newest known message of a room was sent, in ms since 1970; 0 if there is none. */
  readonly newest: (room: Jid) => number;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** All rooms of one account that the user is in, or wants to be in, by bare JID. */
export class Rooms implements Disposable {
  readonly #deps: RoomsDeps;
  readonly #rooms = new Map<string, Membership>();
  readonly #turns = new Turns(JOINED_AT_ONCE);
  readonly #silence: Silence;
  readonly #changed = new Emitter<RoomChange>();

  readonly onDidChange = this.#changed.event;

  constructor(deps: RoomsDeps) {
    this.#deps = deps;
    this.#silence = new Silence(deps.clock, (domain) => this.#checkService(domain));
  }

  /** The room with this bare JID, if it is known. */
  find(id: string): Membership | undefined {
    return this.#rooms.get(id);
  }

  values(): Iterable<Membership> {
    return this.#rooms.values();
  }

  /** Whether this is our own address in a room: what comes from it comes from a client of ours. */
  isOwnOccupant(jid: Jid): boolean {
    return this.#rooms.get(jid.bare)?.occupant?.equals(jid) === true;
  }

  /** The room with this JID, created if missing; presence from it is from then on the room's. */
  open(jid: Jid): Membership {
    const known = this.#rooms.get(jid.bare);
    if (known) return known;
    const room: Membership = new Membership(jid, {
      ...this.#deps,
      newest: () => this.#deps.newest(room.room),
      turn: (isUrgent) => this.#turns.take(isUrgent),
      tell: (event) => {
        if (event.kind === 'state' && room.state.phase === 'joined') {
          this.#silence.watch(room.room.domain);
        }
        room.activity.apply(event, room);
        room.senders.apply(event);
        this.#changed.fire({ room, event });
      },
    });
    this.#rooms.set(jid.bare, room);
    return room;
  }

  /** Joins a room; see {@link Membership.join}. */
  join(jid: Jid, order: JoinOrder): Membership {
    const room = this.open(jid);
    room.join(order);
    return room;
  }

  /** Leaves a room and forgets it. */
  forget(jid: Jid): void {
    const room = this.#rooms.get(jid.bare);
    if (!room) return;
    room.leave();
    room.dispose();
    this.#rooms.delete(jid.bare);
  }

  /**
   * Handles presence of a room, before other handlers do.
   *
   * @returns whether it was presence of a room; subscriptions are not, from any sender
   */
  receivePresence(stanza: IncomingStanza): boolean {
    const room = this.#heardRoom(stanza);
    const presence = room && parseRoomPresence(stanza);
    if (presence) room.receive(presence);
    return presence !== undefined;
  }

  /**
   * Takes a message of a room that is no conversation, such as its subject.
   * To be called with every message, as any shows that its service is alive.
   *
   * @returns whether it was that
   */
  receiveNotice(stanza: IncomingStanza): boolean {
    if (this.#rooms.size === 0) return false;
    const room = this.#heardRoom(stanza);
    const challenge = parseCaptcha(stanza);
    // The service of a room may ask in its place.
    if (challenge) return this.#rooms.get(challenge.from.bare)?.challenge(challenge) === true;
    const notice = room && parseRoomNotice(stanza);
    if (notice) room.notice(notice);
    return notice !== undefined;
  }

  /** A new session began: we are in no room until {@link begin}. */
  reset(): void {
    this.#silence.dispose();
    for (const room of this.#rooms.values()) room.reset();
  }

  /** The new session is ready, or that of another process, in which the occupants are unknown. */
  begin(): void {
    for (const room of this.#rooms.values()) room.begin();
  }

  /** This process's session goes on over a new connection. */
  resume(): void {
    for (const room of this.#rooms.values()) room.resume();
  }

  /** Own presence has changed, and has been broadcast: each room gets it, unless it has left them. */
  presenceChanged(): void {
    for (const room of this.#rooms.values()) room.presenceChanged();
  }

  dispose(): void {
    this.#silence.dispose();
    for (const room of this.#rooms.values()) room.dispose();
  }

  /** The room that a stanza is from; its service is no longer silent. */
  #heardRoom({ from }: IncomingStanza): Membership | undefined {
    const room = this.#rooms.get(from.bare);
    if (room) this.#silence.heard(from.domain);
    return room;
  }

  /**
   * Asks one room of a silent service, and the others only if that has not kept us.
   *
   * @returns whether we are in a room of it
   */
  #checkService(domain: string): boolean {
    const [first, ...others] = [...this.#rooms.values()].filter(
      ({ room, state }) => room.domain === domain && state.phase === 'joined',
    );
    void first?.check().then((answer) => {
      if (answer && answer !== 'inside') for (const room of others) void room.check();
    });
    return first !== undefined;
  }
}
