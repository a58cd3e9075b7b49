import { sendPresence, sendProbe, sendUnavailable } from '../../xmpp/im/presence.ts';
import type { PresenceShow } from '../../xmpp/stanza/availability.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { ownCaps } from '../../xmpp/modules.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import { effectiveShow, type Idle, type OwnShow } from '../show.ts';
import type { ShownAvatar } from './ownAvatar.ts';

/** A presence as chosen. */
interface ChosenPresence {
  readonly show: OwnShow;
  readonly status: string;
}

/** A presence as sent. */
interface ToldPresence extends ChosenPresence {
  readonly show: PresenceShow;
  readonly avatar: ShownAvatar;
}

export interface OwnPresenceDeps {
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly session: () => Session;
  /** The presence chosen by the user. */
  readonly chosen: () => ChosenPresence;
  readonly avatar: () => ShownAvatar;
  /** Presence was broadcast, which is sent to rooms separately (XEP-0045 §7.7). */
  readonly onAnnounced: () => void;
}

/** Own presence: what the user chose, whether they are idle, and what was sent to contacts. */
export class OwnPresence {
  readonly #deps: OwnPresenceDeps;
  /** The presence last sent in this session; `undefined` while contacts see us offline. */
  #announced: ToldPresence | undefined;
  #idle: Idle | undefined;

  constructor(deps: OwnPresenceDeps) {
    this.#deps = deps;
  }

  /** As sent now: as chosen, or away while the user is idle. */
  get show(): OwnShow {
    return effectiveShow(this.#deps.chosen().show, this.#idle);
  }

  /** Own presence as rooms see it; `undefined` while invisible or offline. */
  get visible(): ToldPresence | undefined {
    const { show, status } = this.#current();
    const avatar = this.#deps.avatar();
    return show === 'offline' || show === 'invisible' ? undefined : { show, status, avatar };
  }

  /** Whether we sent available presence: without it, servers deliver no messages to the account. */
  get isAnnounced(): boolean {
    return this.#announced !== undefined;
  }

  /** The user is idle, or active again. @returns whether that changed */
  setIdle(idle: Idle | undefined): boolean {
    if (this.#idle === idle) return false;
    this.#idle = idle;
    return true;
  }

  /** A new session begins: no presence was sent. */
  forgetAnnounced(): void {
    this.#announced = undefined;
  }

  /** Another process began the session: it has sent some presence, which may be outdated. */
  assumeAnnounced(): void {
    this.#announced = { show: 'available', status: '', avatar: this.#deps.avatar() };
  }

  /** Sends presence if it has changed. */
  announceChange(): void {
    const { show, status } = this.#current();
    const { revision } = this.#deps.avatar();
    const isSame =
      this.#announced?.show === show &&
      this.#announced.status === status &&
      this.#announced.avatar.revision === revision;
    if (!isSame) this.announce();
  }

  /** Sends presence. */
  announce(): void {
    const { show, status } = this.#current();
    if (show === 'offline') return;
    if (show === 'invisible') {
      this.#hide();
    } else {
      const avatar = this.#deps.avatar();
      const presence = { show, status, priority: 0, caps: ownCaps, avatarHash: avatar.hash };
      sendPresence(this.#deps.session(), presence);
      this.#announced = { show, status, avatar };
    }
    this.#deps.onAnnounced();
  }

  /** Probes the contacts' presence, which a server sends on its own only to a new session. */
  probe(): void {
    const session = this.#deps.session();
    if (!session.jid || this.show === 'invisible') return;
    for (const { jid, subscription } of this.#deps.contacts.values()) {
      if (subscription === 'to' || subscription === 'both') sendProbe(session, jid);
    }
  }

  /**
   * Stays connected without available presence (RFC 6121 §4.5): the server sends unavailable
   * presence to contacts, and none of theirs to us, so the known one is no longer valid.
   */
  #hide(): void {
    if (!this.#announced) return;
    const { session, contacts, chats } = this.#deps;
    sendUnavailable(session(), '');
    this.#announced = undefined;
    contacts.suspendPresence();
    contacts.forgetPresence();
    for (const chat of chats.values()) chat.typing.end();
  }

  #current(): ChosenPresence {
    return { show: this.show, status: this.#deps.chosen().status };
  }
}
