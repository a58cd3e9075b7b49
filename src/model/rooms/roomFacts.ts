import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { openRoom } from '../../xmpp/xep/0045-configuration.ts';
import type { RoomNotice } from '../../xmpp/xep/0045-notices.ts';
import { fetchRoomInfo, type RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { STATUS, type StatusCodes } from '../../xmpp/xep/0045-user.ts';
import type { JoinOrder, RoomEvent } from './roomEvents.ts';

/** Maximum wait for the subject, which some services never send, in milliseconds. */
const SUBJECT_MS = 30_000;
/** The codes of a configuration that are sent when joining (§7.2.3, §7.2.13). */
const AT_JOINING: readonly number[] = [STATUS.jidsShown, STATUS.logged];

export interface RoomFactsDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  readonly tell: (event: RoomEvent) => void;
  /** The subject has come, after which all is live, or will not come. */
  readonly historyEnded: () => void;
  readonly report: (what: string, error: unknown) => void;
}

/** What a room says of itself: features, configuration and subject. */
export class RoomFacts {
  readonly #room: Jid;
  readonly #deps: RoomFactsDeps;
  #info: RoomInfo | undefined;
  #isOutdated = false;
  #asking: Promise<void> | undefined;
  #subject: string | undefined;
  #subjectWait: Disposable | undefined;
  #hasHistory = false;
  /** As the room's own presence says (XEP-0153). */
  #announcedAvatar: string | undefined;

  constructor(room: Jid, deps: RoomFactsDeps) {
    this.#room = room;
    this.#deps = deps;
  }

  /** Absent until it is known. */
  get info(): RoomInfo | undefined {
    return this.#info;
  }

  /** The hash of its avatar, as last announced (XEP-0486, XEP-0153); `undefined` if there is none. */
  get avatarHash(): string | undefined {
    return (this.#announcedAvatar ?? this.#info?.avatarHashes[0]) || undefined;
  }

  /** As last announced; empty if there is none. */
  get subject(): string | undefined {
    return this.#subject;
  }

  /** Whether the history that is sent when joining has ended. */
  get hasHistory(): boolean {
    return this.#hasHistory;
  }

  /**
   * We are inside. A room that we have created is opened, unless its creator configures it first.
   *
   * @param info if the room was asked while joining
   */
  enter(codes: StatusCodes, info: RoomInfo | undefined, create: JoinOrder['create']): void {
    const { clock, tell } = this.#deps;
    this.#subjectWait = clock.after(SUBJECT_MS, () => {
      this.#endHistory();
    });
    if (info) this.#setInfo(info);
    const isCreated = codes.has(STATUS.created);
    if (isCreated) tell({ kind: 'created', isWanted: create !== undefined });
    if (isCreated && create !== 'locked') void this.#open();
    else if (!info) void this.learn();
    const settings = AT_JOINING.filter((code) => codes.has(code));
    if (settings.length > 0) {
      tell({ kind: 'configured', codes: new Set(settings), isChange: false });
    }
  }

  /** A notice of the room, while we are inside. */
  notice(notice: RoomNotice): void {
    const { tell } = this.#deps;
    if (notice.kind === 'affiliations' || notice.kind === 'approval') {
      tell(notice);
    } else if (notice.kind === 'configuration') {
      tell({ kind: 'configured', codes: notice.codes, isChange: true });
      void this.learn();
    } else {
      const isNew = this.#subject !== notice.subject;
      this.#subject = notice.subject;
      if (isNew) tell(notice);
      this.#endHistory();
    }
  }

  /** The room's own presence says which avatar it has; empty for none. */
  announceAvatar(hash: string): void {
    this.#announcedAvatar = hash;
    this.#deps.tell({ kind: 'avatar', hash });
  }

  /** We are outside; what is known of the room stays so. */
  leave(): void {
    this.#subjectWait?.dispose();
    this.#hasHistory = false;
  }

  #endHistory(): void {
    this.#subjectWait?.dispose();
    if (this.#hasHistory) return;
    this.#hasHistory = true;
    this.#deps.historyEnded();
  }

  /** Other users cannot enter before (§10.1.2). */
  async #open(): Promise<void> {
    const session = this.#deps.session();
    try {
      if (session) await openRoom(session, this.#room);
    } catch (error) {
      this.#deps.report('opening a room', error);
    }
    await this.learn();
  }

  /**
   * Asks the room what it is now; however often it is called, one request at a time. Resolves once
   * it has answered, or cannot.
   */
  learn(): Promise<void> {
    this.#isOutdated = true;
    this.#asking ??= this.#ask()
      .catch((error: unknown) => {
        this.#deps.report('asking what a room is', error);
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      const session = this.#deps.session();
      const info = session && (await fetchRoomInfo(session, this.#room));
      if (info) this.#setInfo(info);
    }
  }

  #setInfo(info: RoomInfo): void {
    // Some services announce avatars in presence only.
    const tellsAvatars = [this.#info, info].some((one) => one && one.avatarHashes.length > 0);
    if (tellsAvatars) this.#announcedAvatar = undefined;
    this.#info = info;
    this.#deps.tell({ kind: 'info' });
  }
}
