import { sendPresence, sendProbe, sendUnavailable } from '../../xmpp/im/presence.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { ownCaps } from '../../xmpp/modules.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import { effectiveShow, type Idle, type OwnShow } from '../show.ts';

interface ToldPresence {
  readonly show: OwnShow;
  readonly status: string;
}

export interface OwnPresenceDeps {
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly session: () => Session;
  /** What the user chose. */
  readonly chosen: () => ToldPresence;
}

/** Own presence: what the user chose, whether they are there, and what the contacts were told. */
export class OwnPresence {
  readonly #deps: OwnPresenceDeps;
  /** What the session's contacts know; `undefined` when they see us offline. */
  #announced: ToldPresence | undefined;
  #idle: Idle | undefined;

  constructor(deps: OwnPresenceDeps) {
    this.#deps = deps;
  }

  /** As it is told now: as chosen, or away while the user is. */
  get show(): OwnShow {
    return effectiveShow(this.#deps.chosen().show, this.#idle);
  }

  /** Whether the session has available presence: without it, servers hand over no messages to the account. */
  get isAnnounced(): boolean {
    return this.#announced !== undefined;
  }

  /** The user has left the keyboard, or is back. Result: whether that is news. */
  setIdle(idle: Idle | undefined): boolean {
    if (this.#idle === idle) return false;
    this.#idle = idle;
    return true;
  }

  /** A session begins: nobody was told anything. */
  forgetAnnounced(): void {
    this.#announced = undefined;
  }

  /** Another process began the session: it has told something, and it may not be what holds now. */
  assumeAnnounced(): void {
    this.#announced = { show: 'available', status: '' };
  }

  /** Tells the contacts, unless they know. */
  announceChange(): void {
    const { show, status } = this.#current();
    if (this.#announced?.show !== show || this.#announced.status !== status) this.announce();
  }

  /** Tells the contacts. */
  announce(): void {
    const { show, status } = this.#current();
    if (show === 'offline') return;
    if (show === 'invisible') {
      this.#hide();
      return;
    }
    sendPresence(this.#deps.session(), { show, status, priority: 0, caps: ownCaps });
    this.#announced = { show, status };
  }

  /** Asks for the contacts' presence, which a server tells only to a session that begins. */
  probe(): void {
    const session = this.#deps.session();
    if (!session.jid || this.show === 'invisible') return;
    for (const { jid, subscription } of this.#deps.contacts.values()) {
      if (subscription === 'to' || subscription === 'both') sendProbe(session, jid);
    }
  }

  /**
   * Stays connected without available presence (RFC 6121 §4.5): the server tells contacts that we
   * left, and tells us nothing more of them, so what was known of them does not hold any longer.
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

  #current(): ToldPresence {
    return { show: this.show, status: this.#deps.chosen().status };
  }
}
