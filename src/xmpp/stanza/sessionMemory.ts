import type { MemoKey, MemoEnd } from './session.ts';

/** The cached values of one session, each until the end of its lifetime. */
export class SessionMemory {
  readonly #kept = {
    newSession: new Map<MemoKey<unknown>, unknown>(),
    disposed: new Map<MemoKey<unknown>, unknown>(),
  } satisfies Record<MemoEnd, unknown>;

  /** As {@link Session.memo}. */
  memo<T>(key: MemoKey<T>, make: () => NoInfer<T>, until: MemoEnd): T {
    const kept = this.#kept[until];
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key) as T;
  }

  /** Drops the values of this lifetime. */
  end(time: MemoEnd): void {
    this.#kept[time].clear();
  }
}
