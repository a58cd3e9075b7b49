import { t } from '../../src/base/l10n.ts';
import { createIconButton } from '../toolkit.ts';
import { el, toggle } from './dom.ts';
import { EmojiPicker, type EmojiPurpose } from './emojiPicker.ts';
import { onKey } from './keys.ts';
import { loadEmoji } from './loadEmoji.ts';
import { TextInput } from './textInput.ts';

export interface ComposerOptions {
  onInput(text: string): void;
  /** The first to get a key. @returns whether it handled it */
  onKey(event: KeyboardEvent): boolean;
  /** The text or the cursor was changed by the user. */
  onMove(): void;
  onSend(): void;
  onChooseFile(): void;
  onSendCurrentFile(): void;
  /** Recently picked emoji, the newest first. */
  recentEmoji(): readonly string[];
  onPickEmoji(emoji: string): void;
  /** Arrow up in the empty input. */
  onEditLast(): void;
  /** Escape in the input. */
  onCancel(): void;
}

/** The input and the buttons beside it. All of its state is in the store. */
export class ComposerView {
  readonly element: HTMLElement;
  readonly #input = new TextInput();
  readonly #picker: EmojiPicker;
  readonly #buttons: HTMLElement;
  /** Whether the text is being changed by us, not by the user. */
  #drawing = false;

  constructor(options: ComposerOptions) {
    this.#input.element.addEventListener('input', () => {
      if (this.#drawing) return;
      options.onInput(this.#input.value);
      options.onMove();
    });
    for (const type of ['click', 'focusin']) {
      this.#input.element.addEventListener(type, () => {
        options.onMove();
      });
    }
    onKey(this.#input.element, (event) => {
      if (options.onKey(event)) {
        event.preventDefault();
        return;
      }
      if (event.shiftKey) return;
      if (event.key === 'Escape') options.onCancel();
      const isEditLast = event.key === 'ArrowUp' && this.#input.value === '';
      if (event.key !== 'Enter' && !isEditLast) return;
      event.preventDefault();
      if (isEditLast) options.onEditLast();
      else options.onSend();
    });
    this.#picker = new EmojiPicker(loadEmoji);
    const purpose: EmojiPurpose = {
      label: t('Emoji'),
      recent: () => options.recentEmoji(),
      onPick: (emoji) => {
        this.#input.insert(emoji);
        options.onPickEmoji(emoji);
      },
      onLeave: () => {
        this.focus();
      },
    };
    const emoji = createIconButton('smiley', t('Emoji'), () => {
      if (this.#picker.open) this.#picker.hide();
      else void this.#picker.show(purpose);
    });
    this.#picker.element.addEventListener('focusout', ({ relatedTarget }) => {
      // The button itself closes the picker.
      if (relatedTarget !== emoji) this.#picker.hide();
    });
    this.#buttons = el(
      'div',
      'composer-buttons',
      {},
      createIconButton('attach', t('Attach File…'), () => {
        options.onChooseFile();
      }),
      createIconButton('file-code', t('Send Current File'), () => {
        options.onSendCurrentFile();
      }),
      emoji,
      createIconButton('send', t('Send (Enter)'), () => {
        options.onSend();
      }),
    );
    this.element = el(
      'footer',
      'composer',
      {},
      this.#picker.element,
      this.#input.element,
      this.#buttons,
    );
  }

  /** The text in the input, as the user sees it. */
  get text(): string {
    return this.#input.value;
  }

  /** The position of the cursor, in UTF-16 code units; `undefined` while text is selected. */
  get caret(): number | undefined {
    return this.#input.caret;
  }

  /** Puts the cursor at a position. */
  moveCaret(at: number): void {
    this.#input.select(at, at);
  }

  /** Replaces a part of the text, as if typed. */
  replace(start: number, end: number, text: string): void {
    this.#input.select(start, end);
    this.#input.insert(text);
  }

  /** Removes a part of the text, if it is there; Undo brings it back. */
  remove(text: string): void {
    const start = this.#input.value.indexOf(text);
    if (start >= 0) this.replace(start, start + text.length, '');
  }

  /** @param isReadOnly whether nothing can be written; the label then says why */
  render(draft: string, label: string, isReadOnly: boolean): void {
    this.#input.label = label;
    this.#input.readOnly = isReadOnly;
    toggle(this.#buttons, !isReadOnly);
    if (this.#input.value === draft) return;
    this.#drawing = true;
    this.#input.replaceAll(draft);
    this.#drawing = false;
  }

  /** Shows the emoji picker for another purpose than the draft. */
  pickEmoji(purpose: EmojiPurpose): void {
    void this.#picker.show(purpose);
  }

  focus(): void {
    this.#input.focus();
  }
}
