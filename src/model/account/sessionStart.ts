import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { enableCarbons } from '../../xmpp/xep/0280-carbons.ts';
import { verifyStanzaIds } from '../../xmpp/xep/0359-stanzaIds.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Link } from '../link.ts';
import type { Outbox } from '../sending/outbox.ts';
import type { OwnPresence } from './ownPresence.ts';
import type { RosterSync } from '../contacts/rosterSync.ts';
import type { Sync } from '../sync/sync.ts';

/** So long what is asked when a session begins holds up what we have to say. In milliseconds. */
const PATIENCE_MS = 5000;

export interface SessionStartDeps {
  readonly clock: Clock;
  readonly rosterSync: RosterSync;
  readonly sync: Sync;
  readonly presence: OwnPresence;
  readonly outbox: Outbox;
  readonly markers: DisplayedMarkers;
  readonly chatStates: ChatStates;
  /** Whether contacts know that the session of another process, where one is taken over, has left. */
  readonly hasLeft: boolean;
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
  #hasCarbons = false;

  constructor(deps: SessionStartDeps) {
    this.#deps = deps;
  }

  /** Whether the contacts of the session were asked for, with whatever success. */
  get isReady(): boolean {
    return this.#learned;
  }

  /** Whether the server copies to us what other clients of ours send and get. */
  get hasCarbons(): boolean {
    return this.#hasCarbons;
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
      if (!this.#deps.hasLeft) presence.assumeAnnounced();
      await this.#learn(link, true);
      return;
    }
    presence.announceChange();
    this.#open(link);
    if (sync.isDone) sync.watch();
    else await sync.run(link.session);
  }

  /**
   * Fetches what is not known yet, then tells that we are here: an answer that does not come holds
   * that up for some seconds only. Between the contacts and the answers that are waited for next, a
   * resumed session hears who else is.
   */
  async #learn(link: Link, resumed: boolean): Promise<void> {
    const { onLearned, presence, rosterSync, save, sync } = this.#deps;
    sync.begin(resumed);
    const { session } = link;
    const contacts = this.#try('fetching the contacts', rosterSync.fetch(session));
    if (resumed) {
      await this.#patiently([contacts]);
      if (session.jid) presence.probe();
    }
    this.#hasCarbons = false;
    const carbons = enableCarbons(session).then(() => {
      this.#hasCarbons = true;
    });
    await this.#patiently([
      contacts,
      this.#try('asking what the server can do', verifyStanzaIds(session)),
      this.#try('asking for copies of messages', carbons),
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

  /** Waits for all of it, but not for ever; what comes later is taken as it comes. */
  async #patiently(work: readonly Promise<unknown>[]): Promise<void> {
    let patience: Disposable | undefined;
    const outOfPatience = new Promise<void>((resolve) => {
      patience = this.#deps.clock.after(PATIENCE_MS, resolve);
    });
    await Promise.race([Promise.all(work), outOfPatience]);
    patience?.dispose();
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
