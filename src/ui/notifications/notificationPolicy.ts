import type { OfChat } from '../../api/requests.ts';
import type { OwnShow } from '../../api/views.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';

/** What can be notified of. Each kind has a setting of its name in `parley.notifications`. */
export type NotificationKind =
  'message' | 'file' | 'online' | 'offline' | 'status' | 'request' | 'answer' | 'account';

/** What shares a limit, so that none of it takes the place of anything else. */
export type Topic = 'messages' | 'presence' | 'requests' | 'strangers';

const INTERVAL_MS = 10_000;
/** So many are told of in an interval; the rest together, an interval after the first of it. */
const MOST: Readonly<Record<Topic, number>> = {
  messages: 5,
  presence: 3,
  requests: 1,
  strangers: 1,
};

/** Something to be told of. */
export interface Notice {
  readonly kind: NotificationKind;
  readonly of: OfChat;
  /** In no roster: many strangers are no way around the limit of a single one. */
  readonly isStranger: boolean;
}

/** What the policy asks of its surroundings. */
export interface PolicyContext {
  /** Whether the user wishes this kind. */
  readonly wants: (kind: NotificationKind) => boolean;
  readonly isMuted: (of: OfChat) => boolean;
  /** Whether the user has this chat before them. */
  readonly isSeen: (of: OfChat) => boolean;
  /** Own presence in this account. */
  readonly ownShow: (account: string) => OwnShow | undefined;
  /** Tells in one go of all that was held back since: of each chat once, the newest last. */
  readonly summarize: (topic: Topic, held: readonly Notice[]) => void;
}

/** Decides what the user is told of at once, and what later: little, and nothing that they see anyway. */
export class NotificationPolicy implements Disposable {
  readonly #clock: Clock;
  readonly #context: PolicyContext;
  readonly #owned = new DisposableStore();
  /** By topic: when each chat was told of last, for as long as that matters; the oldest first. */
  readonly #told = new Map<Topic, Map<string, number>>();
  /** By topic and chat: what waits to be told together. */
  readonly #held = new Map<Topic, Map<string, Notice>>();

  constructor(clock: Clock, context: PolicyContext) {
    this.#clock = clock;
    this.#context = context;
  }

  /** Whether to tell of it now. What is not, for its limit alone, is told in a summary. */
  admit(notice: Notice): boolean {
    if (!this.#isWanted(notice)) return false;
    const topic = topicOf(notice);
    const told = this.#recent(topic);
    const key = chatKey(notice.of);
    const held = this.#held.get(topic);
    if (held?.has(key) !== true && !told.has(key) && told.size < MOST[topic]) {
      told.set(key, this.#clock.monotonic());
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
    const told = this.#recent(topic);
    for (const notice of wanted) told.set(chatKey(notice.of), this.#clock.monotonic());
    this.#context.summarize(topic, wanted);
  }

  #isWanted({ kind, of }: Notice): boolean {
    const { wants, isMuted, isSeen, ownShow } = this.#context;
    return wants(kind) && ownShow(of.account) !== 'dnd' && !isMuted(of) && !isSeen(of);
  }

  /** Which chats were told of in the last interval, and when. */
  #recent(topic: Topic): Map<string, number> {
    const told = this.#told.get(topic) ?? new Map<string, number>();
    this.#told.set(topic, told);
    const now = this.#clock.monotonic();
    for (const [key, time] of told) if (now - time >= INTERVAL_MS) told.delete(key);
    return told;
  }
}

function topicOf({ kind, isStranger }: Notice): Topic {
  if (kind === 'request') return 'requests';
  if (isStranger) return 'strangers';
  return kind === 'message' || kind === 'file' ? 'messages' : 'presence';
}
