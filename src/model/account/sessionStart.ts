import type { Clock } from '../../base/clock.ts';
import { enableCarbons } from '../../xmpp/xep/0280-carbons.ts';
import { verifyStanzaIds } from '../../xmpp/xep/0359-stanzaIds.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Link } from '../link.ts';
import { patiently } from '../patience.ts';
import type { Outbox } from '../sending/outbox.ts';
import type { AccountRooms } from '../rooms/accountRooms.ts';
import type { OwnAvatar } from './ownAvatar.ts';
import type { OwnPresence } from './ownPresence.ts';
import type { BlockList } from '../contacts/blockList.ts';
import type { RosterSync } from '../contacts/rosterSync.ts';
import type { Sync } from '../sync/sync.ts';

export interface SessionStartDeps {
  readonly clock: Clock;
  readonly rosterSync: RosterSync;
  readonly blockList: Pick<BlockList, 'fetch'>;
  readonly sync: Sync;
  readonly presence: OwnPresence;
  readonly avatar: Pick<OwnAvatar, 'begin' | 'learn'>;
  readonly outbox: Outbox;
  readonly markers: DisplayedMarkers;
  readonly chatStates: ChatStates;
  readonly rooms: Pick<AccountRooms, 'begin' | 'resume'>;
  /** Whether contacts already see the session of another process, which is resumed, as offline. */
  readonly hasLeft: boolean;
  /** The contacts were requested, successfully or not. */
  readonly onLearned: () => void;
  /** Saves the account's record. */
  readonly save: () => Promise<void>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Starts or resumes a session: what is requested, and when presence is sent. */
export class SessionStart {
  readonly #deps: SessionStartDeps;
  #learned = false;
  #hasCarbons = false;

  constructor(deps: SessionStartDeps) {
    this.#deps = deps;
  }

  /** Whether the session's contacts were requested, successfully or not. */
  get isReady(): boolean {
    return this.#learned;
  }

  /** Whether the server sends us carbons of our other clients' messages. */
  get hasCarbons(): boolean {
    return this.#hasCarbons;
  }

  /**
   * A new session: the roster is fetched first, so that the presence that follows finds its
   * contacts, and carbons are enabled before anybody sees this client online.
   */
  async begin(link: Link): Promise<void> {
    this.#deps.presence.forgetAnnounced();
    await this.#learn(link, false);
  }

  /** The session is resumed; only changes since are sent. */
  async resume(link: Link): Promise<void> {
    const { presence, sync } = this.#deps;
    if (!this.#learned) {
      if (!this.#deps.hasLeft) presence.assumeAnnounced();
      await this.#learn(link, true);
      return;
    }
    presence.announceChange();
    this.#open(link);
    this.#enterRooms((rooms) => {
      rooms.resume(link.session);
    });
    if (sync.isDone) sync.watch();
    else await sync.run(link.session);
  }

  /**
   * Fetches missing state, then sends presence: a missing answer delays that by some seconds only.
   * A resumed session probes the contacts' presence once it has the roster, before the requests
   * awaited next.
   */
  async #learn(link: Link, resumed: boolean): Promise<void> {
    const { avatar, blockList, onLearned, presence, rosterSync, save, sync } = this.#deps;
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
      this.#try('asking what the server does with avatars', avatar.begin(session)),
      this.#try('fetching who is blocked', blockList.fetch(session)),
    ]);
    this.#learned = true;
    onLearned();
    if (!session.jid) {
      sync.release();
      return;
    }
    presence.announce();
    this.#open(link);
    this.#enterRooms((rooms) => {
      rooms.begin(session);
    });
    void this.#try('reading our avatar', avatar.learn(session));
    await save();
    await sync.run(session);
  }

  /** Sends what was queued. */
  #open(link: Link): void {
    const { chatStates, markers, outbox } = this.#deps;
    outbox.open(link);
    markers.flush();
    chatStates.flush();
  }

  /** Whatever fails with rooms concerns nothing else. */
  #enterRooms(enter: (rooms: SessionStartDeps['rooms']) => void): void {
    try {
      enter(this.#deps.rooms);
    } catch (error) {
      this.#deps.report('joining rooms', error);
    }
  }

  /** Waits for all of it up to a timeout; later results still apply. */
  async #patiently(work: readonly Promise<unknown>[]): Promise<void> {
    await patiently(this.#deps.clock, Promise.all(work));
  }

  /** Continues without what fails. */
  async #try(what: string, work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#deps.report(what, error);
    }
  }
}
