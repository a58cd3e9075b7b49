import { Emitter } from '../../base/event.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { ActivitySetting } from '../settings.ts';

/** Stores for which rooms the user has chosen whether their activity is shown, by bare JIDs. */
export interface ShownActivityStore {
  loadShownActivity(account: string): ReadonlyMap<string, boolean>;
  saveShownActivity(account: string, shown: ReadonlyMap<string, boolean>): Promise<void>;
}

export interface ShownActivityDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: ShownActivityStore;
  /** What the user has chosen for all rooms. */
  readonly setting: () => ActivitySetting;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** In which rooms comings and goings are shown. */
export class ShownActivity {
  readonly #deps: ShownActivityDeps;
  readonly #chosen: Map<string, boolean>;
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept: LatestWrite;

  /** The bare JIDs of rooms whose choice the user has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: ShownActivityDeps) {
    this.#deps = deps;
    this.#chosen = new Map(deps.store.loadShownActivity(deps.account));
    this.#kept = new LatestWrite(() => deps.store.saveShownActivity(deps.account, this.#chosen));
  }

  /**
   * As chosen for the room, else by the setting for all.
   *
   * @param id the room's bare JID
   * @param isSmall whether the room was small when we came in
   */
  isShown(id: string, isSmall: boolean): boolean {
    const setting = this.#deps.setting();
    return this.#chosen.get(id) ?? (setting === 'auto' ? isSmall : setting === 'on');
  }

  choose(id: string, isShown: boolean): void {
    if (this.#chosen.get(id) === isShown) return;
    this.#chosen.set(id, isShown);
    this.#changed.fire([id]);
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping in which rooms comings and goings are shown', error);
    });
  }
}
