import { type Composing, isSame } from './composing.ts';

export interface SharedDraftDeps {
  /** Tells the host; resolves when it is kept, to what has taken its place meanwhile, if anything. */
  readonly save: (draft: Composing) => Promise<Composing | null>;
  /** What was typed elsewhere is to be shown here. */
  readonly adopt: (draft: Composing) => void;
  /** All that is here is kept. */
  readonly saved: () => void;
  /** The host does not take it, and why. */
  readonly refused: (error: unknown) => void;
}

/**
 * The one draft that a chat has in all its tabs, and what it is for. Every change is told at once: the
 * page may be gone with the next event, without a chance to say more. Who types is never disturbed: what
 * comes from elsewhere counts only once all that was typed here is kept, and then the newest does.
 */
export class SharedDraft {
  readonly #deps: SharedDraftDeps;
  #own: Composing;
  #unsaved: boolean;
  #heard: Composing | undefined;
  /** How often the host was told: only the last answer counts. */
  #told = 0;
  /** Whether the last answer is awaited. */
  #saving = false;

  /** @param unsaved whether the host may not have it, because an earlier load could not tell it. */
  constructor(own: Composing, unsaved: boolean, deps: SharedDraftDeps) {
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
  type(draft: Composing): void {
    if (isSame(draft, this.#own)) return;
    this.#own = draft;
    this.#unsaved = true;
    void this.#save();
  }

  /** The draft is so at the host. */
  hear(draft: Composing): void {
    // The host is there: it may take now what it could not take before.
    if (this.#unsaved && !this.#saving) void this.#save();
    if (this.#heard && isSame(draft, this.#heard)) return;
    this.#heard = draft;
    if (!this.#unsaved) this.#adopt(draft);
  }

  async #save(): Promise<void> {
    const told = ++this.#told;
    this.#saving = true;
    try {
      const newer = await this.#deps.save(this.#own);
      if (told !== this.#told) return;
      this.#unsaved = false;
      this.#deps.saved();
      if (newer !== null) this.#adopt(newer);
    } catch (error) {
      // It stays in the tab, and is told again.
      if (told === this.#told) this.#deps.refused(error);
    }
    if (told === this.#told) this.#saving = false;
  }

  #adopt(draft: Composing): void {
    if (isSame(draft, this.#own)) return;
    this.#own = draft;
    this.#deps.adopt(draft);
  }
}
