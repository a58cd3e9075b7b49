import { isTimeZone, processZone } from '../base/timeZone.ts';

/** The subset of the editor's `Memento` used here. */
interface Values {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'timeZone';

/**
 * The user's time zone, in which all days and times are shown: that of the browser, reported by
 * chat tabs. This process may run on a machine elsewhere; its own zone is used until the first tab.
 */
export class UserTimeZone {
  readonly #values: Values;
  #zone: string | undefined;

  constructor(values: Values) {
    this.#values = values;
  }

  get name(): string {
    return (this.#zone ??= this.#kept() ?? processZone());
  }

  /** Sets the zone reported by a chat tab; an unknown name is ignored. */
  learn(zone: string): void {
    if (zone === this.name || !isTimeZone(zone)) return;
    this.#zone = zone;
    void this.#values.update(KEY, zone);
  }

  #kept(): string | undefined {
    const kept = this.#values.get(KEY);
    return typeof kept === 'string' && isTimeZone(kept) ? kept : undefined;
  }
}
