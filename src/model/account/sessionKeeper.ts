import type { AccountStore, ResumeState } from '../accountStore.ts';

export interface SessionKeeperDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: Pick<AccountStore, 'saveResumeState'>;
  /** The bare JIDs of those who were told that the user types. */
  readonly typing: () => readonly string[];
}

/** Keeps what it takes to go on with the session in another process. */
export class SessionKeeper {
  readonly #deps: SessionKeeperDeps;
  #state: ResumeState | undefined;

  constructor(deps: SessionKeeperDeps) {
    this.#deps = deps;
  }

  /** @param state `undefined` when the session is over */
  keep(state: ResumeState | undefined): Promise<void> {
    this.#state = state;
    return this.#save();
  }

  /** Who was told of typing has changed. */
  async keepTyping(): Promise<void> {
    if (this.#state) await this.#save();
  }

  /** What is kept stays as it is from here on: another process may have taken it by now. */
  letGo(): void {
    this.#state = undefined;
  }

  #save(): Promise<void> {
    const typing = this.#deps.typing();
    const kept = this.#state && { ...this.#state, ...(typing.length > 0 && { typing }) };
    return this.#deps.store.saveResumeState(this.#deps.account, kept);
  }
}
