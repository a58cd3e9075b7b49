import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { ownCaps } from '../../xmpp/modules.ts';
import { leaveRoom, sendRoomPresence } from '../../xmpp/xep/0045-joining.ts';
import type { MembershipDeps, ShownPresence } from './roomEvents.ts';

/** Our presence in a room, as far as the room knows it. */
export class RoomPresenceSender {
  readonly #deps: Pick<MembershipDeps, 'session' | 'presence'>;
  #sent: ShownPresence | undefined;
  #hasLeft = false;
  #owesLeave = false;

  constructor(deps: Pick<MembershipDeps, 'session' | 'presence'>) {
    this.#deps = deps;
  }

  /** Whether unavailable presence was sent that the room has not answered yet. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Whether we left while offline, which a session that is resumed does not know. */
  get owesLeave(): boolean {
    return this.#owesLeave;
  }

  /** The room let us in with this presence; all earlier ones are answered. */
  entered(sent: ShownPresence): void {
    this.#sent = sent;
    this.#hasLeft = false;
    this.#owesLeave = false;
  }

  /** Unavailable presence was broadcast, which goes to all rooms as well (RFC 6121 §4.6). */
  broadcastLeave(): void {
    this.#hasLeft = true;
  }

  /** No leave is pending: the room has answered it, or the session has ended. */
  clear(): void {
    this.#hasLeft = false;
    this.#owesLeave = false;
  }

  /** Tells the room our presence, if that has changed (XEP-0045 §7.7). */
  update(occupant: Jid): void {
    const presence = this.#deps.presence();
    if (!presence) return;
    const { show, status, avatar } = presence;
    const isSame =
      this.#sent?.show === show &&
      this.#sent.status === status &&
      this.#sent.avatar?.revision === avatar?.revision;
    if (!isSame) this.send(occupant, randomUUID());
  }

  /** Tells our presence by this address: another nick is a request for it (§7.6). */
  send(occupant: Jid, id: string): void {
    const session = this.#deps.session();
    const presence = this.#deps.presence();
    if (!session || !presence) return;
    this.#sent = presence;
    const { show, status, avatar } = presence;
    const avatarHash = avatar?.hash;
    sendRoomPresence(session, { id, occupant, show, status, caps: ownCaps, avatarHash });
  }

  leave(occupant: Jid, status: string): void {
    const session = this.#deps.session();
    this.#owesLeave = !session;
    if (!session) return;
    this.#hasLeft = true;
    leaveRoom(session, occupant, status);
  }
}
