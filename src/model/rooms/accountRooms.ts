import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { Failure, failure, type UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { fetchVcard } from '../../xmpp/xep/0054-vcard.ts';
import { isCertain } from '../roomSender.ts';
import type { Message } from '../history.ts';
import { AutoJoining, isWanted } from './autoJoining.ts';
import type { Settings } from '../settings.ts';
import { IgnoredOccupants } from './ignoredOccupants.ts';
import { inviteToRoom } from './inviting.ts';
import { KnownRoom } from './knownRoom.ts';
import { NotificationLevels } from './notificationLevel.ts';
import { mayJoinToSend } from './reasons.ts';
import { RoomActions } from './roomActions.ts';
import { proposedNick } from './roomAddress.ts';
import { RoomAdministration } from './roomAdministration.ts';
import { RoomApprovals } from './roomApprovals.ts';
import { RoomBookmarks } from './roomBookmarks.ts';
import { RoomCaptchas } from './roomCaptchas.ts';
import { RoomDirectory } from './roomDirectory.ts';
import { RoomForms } from './roomForms.ts';
import { RoomInvitations } from './roomInvitations.ts';
import { RoomJoining } from './roomJoining.ts';
import { roomName } from './roomName.ts';
import { RoomNicks } from './roomNicks.ts';
import { RoomPasswords } from './roomPasswords.ts';
import { RoomRegistration } from './roomRegistration.ts';
import { Rooms, type RoomsDeps } from './rooms.ts';
import type { RoomStore } from './roomStore.ts';
import { ShownActivity } from './shownActivity.ts';

/** Timeout for the user's own vCard, in milliseconds. */
const VCARD_MS = 3000;

export interface AccountRoomsDeps extends RoomsDeps {
  readonly account: Jid;
  readonly store: RoomStore;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'showActivity' | 'onDidChange'>;
  /** The session, for user requests. @throws Failure offline */
  readonly online: (task?: UserError) => Session;
}

/** The rooms of an account: which it knows, and what the user does with them. */
export class AccountRooms implements Disposable {
  /** Whether we are in rooms, and with whom. */
  readonly memberships: Rooms;
  readonly bookmarks: RoomBookmarks;
  readonly invitations: RoomInvitations;
  readonly joining: RoomJoining;
  readonly actions: RoomActions;
  readonly administration: RoomAdministration;
  readonly approvals: RoomApprovals;
  readonly forms: RoomForms;
  readonly directory: RoomDirectory;
  readonly ignored: IgnoredOccupants;
  readonly shownActivity: ShownActivity;
  readonly captchas: RoomCaptchas;
  readonly registration: RoomRegistration;
  readonly #deps: AccountRoomsDeps;
  readonly #levels: NotificationLevels;
  readonly #nicks: RoomNicks;
  readonly #changed = new Emitter<readonly string[]>();
  /** Those that have changed since the last event. */
  readonly #touched = new Set<string>();
  #following: Disposable | undefined;

  /** The bare JIDs of rooms that were added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: AccountRoomsDeps) {
    this.#deps = deps;
    const { account, clock, online, report, session, store } = deps;
    this.memberships = new Rooms(deps);
    this.#nicks = new RoomNicks({ account, store, report });
    const passwords = new RoomPasswords({ account, store, report });
    const autoJoining = new AutoJoining({
      rooms: this.memberships,
      bookmarks: () => this.bookmarks,
      knownPassword: (room) => this.joining.knownPassword(room),
      nickFor: (room) => this.#propose(room, ''),
      report,
    });
    const rooms = this.memberships;
    this.bookmarks = new RoomBookmarks({
      ...{ account: account.bare, store, rooms: autoJoining, session, report },
    });
    const { bookmarks } = this;
    const nicks = this.#nicks;
    this.joining = new RoomJoining({ rooms, bookmarks, nicks, passwords, online, report });
    this.#levels = new NotificationLevels({ account: account.bare, store, bookmarks, report });
    const levels = this.#levels;
    this.actions = new RoomActions({ rooms, bookmarks, levels, nicks, passwords, online, report });
    const inside = this.actions.inside.bind(this.actions);
    this.administration = new RoomAdministration(inside);
    this.approvals = new RoomApprovals(inside, clock);
    this.forms = new RoomForms(inside);
    this.directory = new RoomDirectory(account, online);
    this.captchas = new RoomCaptchas({ rooms, online });
    this.registration = new RoomRegistration(online);
    this.invitations = new RoomInvitations({
      ...{ account, store, clock, session: online },
      rooms: {
        isIn: (id) => this.#isIn(id),
        join: (request) => this.joining.join(request, 'invitation'),
      },
    });
    this.ignored = new IgnoredOccupants({ account: account.bare, store, report });
    const setting = () => deps.settings.showActivity();
    this.shownActivity = new ShownActivity({ account: account.bare, store, setting, report });
    this.#listen();
  }

  /** All that are bookmarked, or that the user is or was in since the start. */
  values(): readonly KnownRoom[] {
    const bookmarked = this.bookmarks.values().map(({ room }) => room.bare);
    const joined = [...this.memberships.values()].map(({ room }) => room.bare);
    return [...new Set([...bookmarked, ...joined])].flatMap((id) => this.find(id) ?? []);
  }

  /** By the bare JID. */
  find(id: string): KnownRoom | undefined {
    const membership = this.memberships.find(id);
    const bookmark = this.bookmarks.get(id);
    const jid = membership?.room ?? bookmark?.room;
    if (!jid) return undefined;
    return new KnownRoom(jid, membership, bookmark, {
      level: this.#levels.chosen(id),
      showsActivity: (isSmall) => this.shownActivity.isShown(id, isSmall),
      ignored: this.ignored.in(id),
    });
  }

  /** What a room is called; one that is not known by the local part of its address. */
  nameOf(room: Jid): string {
    const none = { bookmark: '', own: '', kind: 'public', members: [] } as const;
    return this.find(room.bare)?.name ?? roomName({ room, ...none });
  }

  /** Whether {@link find} knows a room with this bare JID. */
  isKnown(id: string): boolean {
    return this.memberships.find(id) !== undefined || this.bookmarks.get(id) !== undefined;
  }

  /** A valid nick to join with: the last one there or anywhere, else the user's own name. */
  async proposeNick(room: Jid): Promise<string> {
    if (this.#nicks.last(room) !== '') return this.#propose(room, '');
    const session = this.#deps.session();
    const vcard = session && fetchVcard(session, session.account, VCARD_MS);
    return this.#propose(room, (await vcard?.catch(() => undefined))?.name ?? '');
  }

  /** Ignores an occupant who is inside. @throws Failure `no-occupant` */
  ignore(room: Jid, nick: string): void {
    const membership = this.memberships.find(room.bare);
    const isOther = membership?.occupants.get(nick) !== undefined && nick !== membership.nick;
    if (!isOther) throw failure('no-occupant');
    this.ignored.add(room.bare, { sender: membership.senders.of(nick), nick });
  }

  /** Ignores the author of a message. @throws Failure `author-unknown` */
  ignoreAuthor(room: Jid, { sender, nick = '', outgoing }: Message): void {
    const isOccupant = sender !== room.bare && !outgoing;
    if (!isOccupant || !isCertain(sender)) throw failure('author-unknown');
    this.ignored.add(room.bare, { sender, nick });
  }

  /** Whether what an occupant, by full JID, writes to us alone is ignored. */
  isIgnored(occupant: Jid): boolean {
    const membership = this.memberships.find(occupant.bare);
    const nick = occupant.resource;
    if (membership?.occupants.get(nick) === undefined) return false;
    return this.ignored.has(occupant.bare, membership.senders.of(nick));
  }

  /**
   * Joins a known room for messages that wait for it, now or once there is a session, if only that is
   * missing. The state of the room says why it fails.
   */
  async joinToSend(room: Jid): Promise<void> {
    const known = this.find(room.bare);
    const state = known?.membership?.state ?? { phase: 'idle' };
    if (!known || isWanted(state) || (state.phase === 'left' && !mayJoinToSend(state))) return;
    const nick = known.nick || (await this.proposeNick(room));
    await this.joining.joinOnceOnline({ room: room.toBare(), nick }).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }

  /** Invites contacts to a room. @throws Failure */
  async invite(room: Jid, contacts: readonly Jid[], reason: string): Promise<void> {
    const password = await this.joining.knownPassword(room);
    const inside = this.actions.inside.bind(this.actions);
    await inviteToRoom(inside, room, { contacts, reason, password });
  }

  /** Our presence is announced in a session that is new to us. */
  begin(session: Session): void {
    this.memberships.begin();
    this.bookmarks.begin(session).catch((error: unknown) => {
      this.#deps.report('fetching the bookmarks of rooms', error);
    });
  }

  /** This process's session goes on over a new connection. */
  resume(session: Session): void {
    this.memberships.resume();
    this.bookmarks.resume(session).catch((error: unknown) => {
      this.#deps.report('changing the bookmarks of rooms', error);
    });
  }

  dispose(): void {
    this.#following?.dispose();
    this.memberships.dispose();
  }

  #isIn(id: string): boolean {
    const state = this.memberships.find(id)?.state;
    return (state && isWanted(state)) || this.bookmarks.get(id)?.autojoin === true;
  }

  #propose(room: Jid, nickname: string): string {
    const { account } = this.#deps;
    return proposedNick(room, { last: this.#nicks.last(room), nickname, account });
  }

  #listen(): void {
    this.memberships.onDidChange((change) => {
      const { room, event } = change;
      this.approvals.hear(change);
      if (event.kind !== 'approval') this.#touch([room.room.bare]);
      if (event.kind === 'state' && room.state.phase === 'joined') {
        this.invitations.joined(room.room).catch((error: unknown) => {
          this.#deps.report('keeping an invitation', error);
        });
      }
    });
    const touch = (ids: readonly string[]) => {
      this.#touch(ids);
    };
    this.bookmarks.onDidChange(touch);
    this.#levels.onDidChange(touch);
    this.ignored.onDidChange(touch);
    this.shownActivity.onDidChange(touch);
    this.#following = this.#deps.settings.onDidChange(() => {
      touch([...this.memberships.values()].map(({ room }) => room.bare));
    });
  }

  /** Tells once of all changes of one network read. */
  #touch(ids: readonly string[]): void {
    const isFirst = this.#touched.size === 0;
    for (const id of ids) this.#touched.add(id);
    if (!isFirst || ids.length === 0) return;
    queueMicrotask(() => {
      const changed = [...this.#touched];
      this.#touched.clear();
      this.#changed.fire(changed);
    });
  }
}
