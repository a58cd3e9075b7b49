import type { OfChat } from '../../api/requests.ts';
import type { OwnShow } from '../../api/views.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';

/** The kinds of notifications. Each has a setting of its name in `parley.notifications`. */
export type NotificationKind =
  | 'message'
  | 'file'
  | 'online'
  | 'offline'
  | 'status'
  | 'request'
  | 'answer'
  | 'account'
  | 'room'
  | 'private'
  | 'invitation'
  | 'approval'
  | 'removed'
  | 'rights'
  | 'occupants';

/** Notices that share a rate limit; topics do not affect each other. */
export type Topic =
  | 'messages'
  | 'presence'
  | 'requests'
  | 'strangers'
  | 'rooms'
  | 'privates'
  | 'invitations'
  | 'approvals'
  | 'occupants';

const INTERVAL_MS = 10_000;
/** Maximum per interval; the rest are summarized, one interval after the first of them. */
const MAX_PER_INTERVAL: Readonly<Record<Topic, number>> = {
  messages: 5,
  presence: 3,
  requests: 1,
  strangers: 1,
  rooms: 3,
  privates: 3,
  invitations: 1,
  approvals: 1,
  occupants: 1,
};

/** Something to notify the user of. */
export interface Notice {
  readonly kind: NotificationKind;
  readonly of: OfChat;
  /** Not in the roster: many strangers share one limit, so that they cannot get around it. */
  readonly isStranger: boolean;
}

/** What the policy needs to know from its environment. */
export interface PolicyContext {
  /** Whether the user enabled this kind. */
  readonly wants: (kind: NotificationKind) => boolean;
  readonly isMuted: (of: OfChat) => boolean;
  /** Whether this chat is visible to the user. */
  readonly isSeen: (of: OfChat) => boolean;
  /** Own presence in this account. */
  readonly ownShow: (account: string) => OwnShow | undefined;
  /** Reports all held notices at once: one per chat, the newest last. */
  readonly summarize: (topic: Topic, held: readonly Notice[]) => void;
}

/** Decides what is notified at once and what later: little, and nothing that is visible anyway. */
export class NotificationPolicy implements Disposable {
  readonly #clock: Clock;
  readonly #context: PolicyContext;
  readonly #owned = new DisposableStore();
  /** By topic: when each chat was last notified of, within the interval; the oldest first. */
  readonly #notified = new Map<Topic, Map<string, number>>();
  /** By topic and chat: notices held for the summary. */
  readonly #held = new Map<Topic, Map<string, Notice>>();

  constructor(clock: Clock, context: PolicyContext) {
    this.#clock = clock;
    this.#context = context;
  }

  /** Whether to notify now. A notice rejected only by its limit is held for a summary. */
  admit(notice: Notice): boolean {
    if (!this.#isWanted(notice)) return false;
    const topic = topicOf(notice);
    const notified = this.#recent(topic);
    const key = chatKey(notice.of);
    const held = this.#held.get(topic);
    if (held?.has(key) !== true && !notified.has(key) && notified.size < MAX_PER_INTERVAL[topic]) {
      notified.set(key, this.#clock.monotonic());
      return true;
    }
    if (held) {
      held.delete(key);
      held.set(key, notice);
    } else {
      this.#held.set(topic, new Map([[key, notice]]));
      this.#owned.add(
        this.#clock.after(INTERVAL_MS, () => {
          this.#summarize(topic);
        }),
      );
    }
    return false;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #summarize(topic: Topic): void {
    const held = [...(this.#held.get(topic)?.values() ?? [])];
    this.#held.delete(topic);
    const wanted = held.filter((notice) => this.#isWanted(notice));
    if (wanted.length === 0) return;
    const notified = this.#recent(topic);
    for (const notice of wanted) notified.set(chatKey(notice.of), this.#clock.monotonic());
    this.#context.summarize(topic, wanted);
  }

  #isWanted({ kind, of }: Notice): boolean {
    const { wants, isMuted, isSeen, ownShow } = this.#context;
    return wants(kind) && ownShow(of.account) !== 'dnd' && !isMuted(of) && !isSeen(of);
  }

  /** The chats notified of in the last interval, and when. */
  #recent(topic: Topic): Map<string, number> {
    const notified = this.#notified.get(topic) ?? new Map<string, number>();
    this.#notified.set(topic, notified);
    const now = this.#clock.monotonic();
    for (const [key, time] of notified) if (now - time >= INTERVAL_MS) notified.delete(key);
    return notified;
  }
}

function topicOf({ kind, isStranger }: Notice): Topic {
  if (kind === 'request') return 'requests';
  if (kind === 'invitation') return 'invitations';
  if (kind === 'approval') return 'approvals';
  if (kind === 'room' || kind === 'removed' || kind === 'rights') return 'rooms';
  if (kind === 'occupants') return 'occupants';
  if (kind === 'private') return 'privates';
  if (isStranger) return 'strangers';
  return kind === 'message' || kind === 'file' ? 'messages' : 'presence';
}
