import type { UnsavedNote } from '../../src/api/detailsPanel.ts';

/** What became of a note. */
export type NoteState =
  'reading' | 'unread' | 'clean' | 'changed' | 'saving' | 'unsaved' | 'conflict';

/**
 * A note while it is written. It is stored with what it was made of, so that what another client
 * has stored meanwhile is not lost: the user then chooses.
 */
export class NoteDraft {
  #typed = '';
  /** As it is at the server; `undefined` until it is read. */
  #stored: string | undefined;
  /** What another client has stored meanwhile. */
  #other: string | undefined;
  #isSaving = false;
  #failed: 'unread' | 'unsaved' | undefined;

  /** @param kept what was typed before a reload */
  constructor(kept?: UnsavedNote) {
    if (kept) this.restore(kept);
  }

  /** Goes on with what was typed in an earlier tab, unless more was typed here. */
  restore({ text, before }: UnsavedNote): void {
    if (this.#stored !== undefined) return;
    this.#typed = text;
    this.#stored = before;
  }

  get state(): NoteState {
    if (this.#other !== undefined) return 'conflict';
    if (this.#isSaving) return 'saving';
    if (this.#failed) return this.#failed;
    if (this.#stored === undefined) return 'reading';
    return this.isChanged ? 'changed' : 'clean';
  }

  get typed(): string {
    return this.#typed;
  }

  /** What another client has stored meanwhile; only in a conflict. */
  get other(): string {
    return this.#other ?? '';
  }

  /** Whether there is anything to write into: what is stored is known. */
  get isEditable(): boolean {
    return this.#stored !== undefined;
  }

  /** Blanks at its ends are not stored. */
  get isChanged(): boolean {
    return this.#stored !== undefined && this.#typed.trim() !== this.#stored;
  }

  /** What is to be kept over a reload, or when the tab is closed. */
  get kept(): UnsavedNote | undefined {
    return this.isChanged ? { text: this.#typed, before: this.#stored ?? '' } : undefined;
  }

  type(text: string): void {
    this.#typed = text;
  }

  /** What is to be sent now, if anything is. */
  save(): UnsavedNote | undefined {
    if (this.#isSaving || this.#other !== undefined || !this.isChanged) return undefined;
    this.#isSaving = true;
    this.#failed = undefined;
    return this.kept;
  }

  /** The note was read. What was typed stays. */
  read(text: string): void {
    if (this.#failed === 'unread') this.#failed = undefined;
    const isLost = this.isChanged && text !== this.#stored && text !== this.#typed.trim();
    if (isLost) {
      this.#other = text;
      return;
    }
    if (!this.isChanged) this.#typed = text;
    this.#stored = text;
  }

  unread(): void {
    if (this.#stored === undefined) this.#failed = 'unread';
  }

  saved(text: string): void {
    this.#isSaving = false;
    this.#stored = text.trim();
  }

  /** Nothing was stored, as another client had stored this. */
  conflict(text: string): void {
    this.#isSaving = false;
    this.#other = text;
  }

  unsaved(): void {
    this.#isSaving = false;
    this.#failed = 'unsaved';
  }

  /** The user has decided which note it is to be. */
  resolve(choice: 'mine' | 'other'): void {
    if (this.#other === undefined) return;
    this.#stored = this.#other;
    if (choice === 'other') this.#typed = this.#other;
    this.#other = undefined;
  }
}
