import { type Composing, isSame } from './composing.ts';

export interface SharedDraftDeps {
  /** Sends the draft; resolves once stored, to a newer one that has replaced it, if any. */
  readonly save: (draft: Composing) => Promise<Composing | null>;
  /** Shows a draft that was typed elsewhere. */
  readonly adopt: (draft: Composing) => void;
  /** Called when all local changes are stored. */
  readonly saved: () => void;
  /** Called when the host rejects the draft, with the reason. */
  readonly refused: (error: unknown) => void;
}

/**
 * The draft of a chat and its mode, shared by all its tabs. Every change is sent at once: the page
 * may be gone with the next event. Typing is never disturbed: a change from elsewhere is applied
 * only once all local changes are stored, and then only the newest.
 */
export class SharedDraft {
  readonly #deps: SharedDraftDeps;
  #own: Composing;
  #unsaved: boolean;
  #heard: Composing | undefined;
  /** Number of saves: only the answer to the last one counts. */
  #saves = 0;
  /** Whether the answer to the last save is pending. */
  #saving = false;

  /** @param unsaved whether an earlier load may have failed to send this draft to the host. */
  constructor(own: Composing, unsaved: boolean, deps: SharedDraftDeps) {
    this.#deps = deps;
    this.#own = own;
    this.#unsaved = unsaved;
    if (unsaved) void this.#save();
  }

  /** Whether some local change may not be stored yet. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  /** The draft was changed here. */
  type(draft: Composing): void {
    if (isSame(draft, this.#own)) return;
    this.#own = draft;
    this.#unsaved = true;
    void this.#save();
  }

  /** The host reported the draft. */
  hear(draft: Composing): void {
    // The host is reachable: it may now accept what failed before.
    if (this.#unsaved && !this.#saving) void this.#save();
    if (this.#heard && isSame(draft, this.#heard)) return;
    this.#heard = draft;
    if (!this.#unsaved) this.#adopt(draft);
  }

  async #save(): Promise<void> {
    const save = ++this.#saves;
    this.#saving = true;
    try {
      const newer = await this.#deps.save(this.#own);
      if (save !== this.#saves) return;
      this.#unsaved = false;
      this.#deps.saved();
      if (newer !== null) this.#adopt(newer);
    } catch (error) {
      // The draft stays in the tab, and is sent again.
      if (save === this.#saves) this.#deps.refused(error);
    }
    if (save === this.#saves) this.#saving = false;
  }

  #adopt(draft: Composing): void {
    if (isSame(draft, this.#own)) return;
    this.#own = draft;
    this.#deps.adopt(draft);
  }
}
