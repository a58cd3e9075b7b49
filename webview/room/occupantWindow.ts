import type { Api, Subscription } from '../../src/api/channel.ts';
import type { OfChat } from '../../src/api/requests.ts';
import type { OccupantsView, OccupantView } from '../../src/api/views.ts';

/** The number of occupants watched at once. */
const WINDOW = 200;
/** The distance of a window's end from the rows in sight at which the next one is watched. */
const MARGIN = 40;

/** The part of a room's list of occupants that is in sight, watched only while it is shown. */
export class OccupantWindow {
  readonly #api: Api;
  readonly #of: OfChat;
  readonly #changed: () => void;
  #watch: Subscription | undefined;
  #filter = '';
  #offset = 0;
  #view: OccupantsView | undefined;

  constructor(api: Api, of: OfChat, changed: () => void) {
    this.#api = api;
    this.#of = of;
    this.#changed = changed;
  }

  /** The number of occupants that fit the filter; `undefined` until it is known. */
  get total(): number | undefined {
    return this.#view?.total;
  }

  /** The occupant of this row; `undefined` if that part of the list is not known. */
  at(index: number): OccupantView | undefined {
    return this.#view?.occupants[index - this.#view.offset];
  }

  /** Watches from the start those whose nick contains a text. */
  filter(text: string): void {
    this.#filter = text;
    this.#begin(0);
  }

  /** Watches the part around these rows, unless it is watched already. */
  show(first: number, last: number): void {
    if (!this.#watch) return;
    const total = this.#view?.total ?? 0;
    const isBefore = first - MARGIN < this.#offset && this.#offset > 0;
    const end = this.#offset + WINDOW;
    const isAfter = last + MARGIN >= end && end < total;
    if (!isBefore && !isAfter) return;
    const offset = Math.max(0, Math.round((first + last - WINDOW) / 2));
    if (offset !== this.#offset) this.#begin(offset);
  }

  stop(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#view = undefined;
  }

  #begin(offset: number): void {
    this.#watch?.dispose();
    this.#offset = offset;
    const params = { ...this.#of, filter: this.#filter, offset, limit: WINDOW };
    this.#watch = this.#api.watch('occupants', params, (change) => {
      // What was known stays in sight until the host has answered.
      if (change.kind === 'unavailable') return;
      this.#view = change.kind === 'remove' ? undefined : change.items.at(-1);
      this.#changed();
    });
  }
}
