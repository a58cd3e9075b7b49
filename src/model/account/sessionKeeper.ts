import type { AccountStore, ResumeState } from '../accountStore.ts';

export interface SessionKeeperDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: Pick<AccountStore, 'saveResumeState'>;
  /** The bare JIDs of the contacts that were notified of typing. */
  readonly typing: () => readonly string[];
}

/** Stores what another process needs to resume the session. */
export class SessionKeeper {
  readonly #deps: SessionKeeperDeps;
  #state: ResumeState | undefined;

  constructor(deps: SessionKeeperDeps) {
    this.#deps = deps;
  }

  /** @param state `undefined` when the session has ended */
  keep(state: ResumeState | undefined): Promise<void> {
    this.#state = state;
    return this.#save();
  }

  /** The contacts notified of typing have changed. */
  async keepTyping(): Promise<void> {
    if (this.#state) await this.#save();
  }

  /** Stops storing: another process may have taken the stored state by now. */
  letGo(): void {
    this.#state = undefined;
  }

  #save(): Promise<void> {
    const typing = this.#deps.typing();
    const kept = this.#state && { ...this.#state, ...(typing.length > 0 && { typing }) };
    return this.#deps.store.saveResumeState(this.#deps.account, kept);
  }
}
