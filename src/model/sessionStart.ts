import { enableCarbons } from '../xmpp/xep/0280-carbons.ts';
import { verifyStanzaIds } from '../xmpp/xep/0359-stanzaIds.ts';
import type { ChatStates } from './chatStates.ts';
import type { DisplayedMarkers } from './displayedMarkers.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import type { OwnPresence } from './ownPresence.ts';
import type { RosterSync } from './rosterSync.ts';
import type { Sync } from './sync.ts';

export interface SessionStartDeps {
  readonly rosterSync: RosterSync;
  readonly sync: Sync;
  readonly presence: OwnPresence;
  readonly outbox: Outbox;
  readonly markers: DisplayedMarkers;
  readonly chatStates: ChatStates;
  /** The contacts were asked for, with whatever success. */
  readonly onLearned: () => void;
  /** Keeps what is remembered of the account. */
  readonly save: () => Promise<void>;
  /** Hears of errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** How a session begins or goes on: what is asked for, and when we are there for others. */
export class SessionStart {
  readonly #deps: SessionStartDeps;
  #learned = false;

  constructor(deps: SessionStartDeps) {
    this.#deps = deps;
  }

  /** Whether the contacts of the session were asked for, with whatever success. */
  get hasLearned(): boolean {
    return this.#learned;
  }

  /**
   * A new session: the roster first, so that the presence that follows finds its contacts, and
   * what other clients of ours do is heard from before anybody knows that this one is here.
   */
  async begin(link: Link): Promise<void> {
    this.#deps.presence.forgetAnnounced();
    await this.#learn(link, false);
  }

  /** The session goes on; only what changed meanwhile is to be told. */
  async resume(link: Link): Promise<void> {
    const { presence, sync } = this.#deps;
    if (!this.#learned) {
      presence.assumeAnnounced();
      await this.#learn(link, true);
      return;
    }
    presence.announceChange();
    this.#open(link);
    if (!sync.isDone) await sync.run(link.session);
  }

  /**
   * Fetches what is not known yet, then tells that we are here. Between the contacts and the
   * answers that are waited for next, a resumed session hears who else is.
   */
  async #learn(link: Link, resumed: boolean): Promise<void> {
    const { onLearned, presence, rosterSync, save, sync } = this.#deps;
    sync.begin(resumed);
    const { session } = link;
    const contacts = this.#try('fetching the contacts', rosterSync.fetch(session));
    if (resumed) {
      await contacts;
      presence.probe();
    }
    await Promise.all([
      contacts,
      this.#try('asking what the server can do', verifyStanzaIds(session)),
      this.#try('asking for copies of messages', enableCarbons(session)),
    ]);
    this.#learned = true;
    onLearned();
    if (!session.jid) {
      sync.release();
      return;
    }
    presence.announce();
    this.#open(link);
    await save();
    await sync.run(session);
  }

  /** What was to be sent leaves now. */
  #open(link: Link): void {
    const { chatStates, markers, outbox } = this.#deps;
    outbox.open(link);
    markers.flush();
    chatStates.flush();
  }

  /** Goes on without what does not work. */
  async #try(what: string, work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#deps.report(what, error);
    }
  }
}
