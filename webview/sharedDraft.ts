/** How long what is typed is gathered before it is told, in ms. */
const GATHER_MS = 250;

export interface SharedDraftDeps {
  /** Tells the host; resolves when it is kept. */
  readonly save: (draft: string) => Promise<unknown>;
  /** What was typed elsewhere is to be shown here. */
  readonly adopt: (draft: string) => void;
  /** All that is here is kept. */
  readonly saved: () => void;
}

/**
 * The one draft that a chat has in all its tabs. Who types is never disturbed: what comes from
 * elsewhere counts only once all that was typed here is kept, and then the newest does.
 */
export class SharedDraft {
  readonly #deps: SharedDraftDeps;
  #own: string;
  #unsaved: boolean;
  #heard: string | undefined;
  #saving = false;

  /** @param unsaved whether the host may not have it, because an earlier load could not tell it. */
  constructor(own: string, unsaved: boolean, deps: SharedDraftDeps) {
    this.#deps = deps;
    this.#own = own;
    this.#unsaved = unsaved;
    if (unsaved) void this.#save();
  }

  /** Whether something that is here may not be kept yet. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  /** The draft is so here. */
  type(draft: string): void {
    if (draft === this.#own) return;
    this.#own = draft;
    this.#unsaved = true;
    void this.#save();
  }

  /** The draft is so at the host. */
  hear(draft: string): void {
    if (draft === this.#heard) return;
    this.#heard = draft;
    if (this.#unsaved || draft === this.#own) return;
    this.#own = draft;
    this.#deps.adopt(draft);
  }

  async #save(): Promise<void> {
    if (this.#saving) return;
    this.#saving = true;
    try {
      let draft: string;
      do {
        await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        draft = this.#own;
        await this.#deps.save(draft);
      } while (draft !== this.#own);
      this.#unsaved = false;
      this.#deps.saved();
    } catch {
      // Nothing for the user to do: it stays in the tab, and is told with the next key.
    }
    this.#saving = false;
  }
}
