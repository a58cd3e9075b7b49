import type { Change } from '../api/topics.ts';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { Batch } from './batch.ts';

/** A collection whose items are updated when `changes` names them. */
export interface Collection<T> {
  readonly all: () => readonly T[];
  /** `undefined` when it was removed. */
  readonly one: (id: string) => T | undefined;
  readonly changes: readonly Event<readonly string[]>[];
}

/** Reports all items immediately, then changed ones in batches, until disposed. */
export function watchCollection<T>(
  clock: Clock,
  listener: (change: Change<T>) => void,
  { all, one, changes }: Collection<T>,
): Disposable {
  const owned = new DisposableStore();
  const batch = owned.add(
    new Batch<undefined>(clock, (changed) => {
      const items: T[] = [];
      const gone: string[] = [];
      for (const id of changed.keys()) {
        const item = one(id);
        if (item) items.push(item);
        else gone.push(id);
      }
      if (items.length > 0) listener({ kind: 'upsert', items });
      if (gone.length > 0) listener({ kind: 'remove', ids: gone });
    }),
  );
  listener({ kind: 'snapshot', items: all() });
  for (const event of changes) {
    owned.add(
      event((ids) => {
        for (const id of ids) batch.add(id, undefined);
      }),
    );
  }
  return owned;
}
