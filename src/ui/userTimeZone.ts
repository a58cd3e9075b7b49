import { isTimeZone, PROCESS_ZONE } from '../base/timeZone.ts';

/** Of the editor's `Memento`, what this needs. */
interface Values {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'timeZone';

/**
 * The time zone in which the user sees days and times, everywhere: that of the browser, which chat tabs
 * tell. This process may run on another machine, elsewhere; its own zone counts until the first tab.
 */
export class UserTimeZone {
  readonly #values: Values;
  #zone: string;

  constructor(values: Values) {
    this.#values = values;
    const kept = values.get(KEY);
    this.#zone = typeof kept === 'string' && isTimeZone(kept) ? kept : PROCESS_ZONE;
  }

  get name(): string {
    return this.#zone;
  }

  /** A chat tab says where it is shown; a name that is not known here changes nothing. */
  learn(zone: string): void {
    if (zone === this.#zone || !isTimeZone(zone)) return;
    this.#zone = zone;
    void this.#values.update(KEY, zone);
  }
}
