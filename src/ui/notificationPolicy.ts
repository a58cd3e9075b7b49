import type { OfChat } from '../api/requests.ts';
import type { OwnShow } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';

/** What can be notified of. Each kind has a setting of its name in `parley.notifications`. */
export type NotificationKind =
  'message' | 'file' | 'online' | 'offline' | 'status' | 'request' | 'answer' | 'account';

const INTERVAL_MS = 10_000;
/** Many strangers are no way around the limit of a single one. */
const MAX_PER_INTERVAL = 5;

/** What the policy asks of its surroundings. */
export interface PolicyContext {
  /** Whether the user wishes this kind. */
  readonly wants: (kind: NotificationKind) => boolean;
  readonly isMuted: (of: OfChat) => boolean;
  /** Whether the user has this chat before them. */
  readonly isSeen: (of: OfChat) => boolean;
  /** Own presence in this account. */
  readonly ownShow: (account: string) => OwnShow | undefined;
}

/** Decides what the user is told of: little, and nothing that they see anyway. */
export class NotificationPolicy {
  readonly #clock: Clock;
  readonly #context: PolicyContext;
  /** When each chat notified last, for as long as that matters; the oldest first. */
  readonly #last = new Map<string, number>();

  constructor(clock: Clock, context: PolicyContext) {
    this.#clock = clock;
    this.#context = context;
  }

  /** Whether to notify now; a yes counts towards the limits. */
  admit(kind: NotificationKind, of: OfChat): boolean {
    const { wants, isMuted, isSeen, ownShow } = this.#context;
    if (!wants(kind) || ownShow(of.account) === 'dnd' || isMuted(of) || isSeen(of)) return false;
    const now = this.#clock.monotonic();
    for (const [key, time] of this.#last) if (now - time >= INTERVAL_MS) this.#last.delete(key);
    const key = `${of.account}\n${of.chat}`;
    if (this.#last.has(key) || this.#last.size >= MAX_PER_INTERVAL) return false;
    this.#last.set(key, now);
    return true;
  }
}
