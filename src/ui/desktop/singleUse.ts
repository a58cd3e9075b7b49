import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

/** How long a notification can be clicked on, in ms. */
const LIFETIME_MS = 60 * 60 * 1000;
const MAX_KEPT = 100;

interface Kept {
  readonly action: () => void;
  /** By the monotonic clock. */
  readonly until: number;
}

/** Actions under ids that cannot be guessed, each of which runs its action once, for an hour at most. */
export class SingleUse {
  readonly #clock: Clock;
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the id of the action */
  keep(action: () => void): string {
    const id = randomUUID();
    this.#kept.set(id, { action, until: this.#clock.monotonic() + LIFETIME_MS });
    for (const oldest of this.#kept.keys())
      if (this.#kept.size > MAX_KEPT) this.#kept.delete(oldest);
    return id;
  }

  /** Runs the action of an id, if there is one. */
  run(id: string): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    if (kept && this.#clock.monotonic() < kept.until) kept.action();
  }
}

/** The id of an action in a URI of the editor, `…/notification?id=…`, if it is one. */
export function actionInUri(uri: {
  readonly path: string;
  readonly query: string;
}): string | undefined {
  if (uri.path !== '/notification') return undefined;
  return new URLSearchParams(uri.query).get('id') ?? '';
}
