import {
  type DetailsMessage,
  type DetailsRequest,
  MAX_NOTE,
  type UnsavedNote,
} from '../../../src/api/detailsPanel.ts';
import { say } from '../../../src/api/say.ts';
import { t } from '../../../src/base/l10n.ts';
import { NoteDraft } from '../../details/noteDraft.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';

/** How long nothing is typed until a note is stored, in ms. */
const PAUSE_MS = 1500;

export interface NoteFieldOptions {
  readonly kept: UnsavedNote | undefined;
  tell(request: DetailsRequest): void;
  /** Called when there is something else to keep over a reload. */
  onChange(): void;
}

/** The user's own note: stored when the field is left, or nothing was typed for a moment. */
export class NoteField {
  readonly element: HTMLElement;
  readonly #options: NoteFieldOptions;
  readonly #draft: NoteDraft;
  readonly #input = el('textarea', 'text-field details-note', {
    dir: 'auto',
    rows: '4',
    maxlength: String(MAX_NOTE),
    placeholder: t('Only you can read this, in all your clients.'),
    'aria-label': t('Your note'),
    'aria-describedby': 'note-status',
  });
  readonly #status = el('span', 'details-muted', { id: 'note-status', role: 'status' });
  readonly #problem = el('p', 'details-error', { role: 'alert', hidden: '' });
  readonly #other = el('blockquote', 'details-other', { dir: 'auto', hidden: '' });
  readonly #retry: HTMLElement;
  readonly #mine: HTMLElement;
  readonly #theirs: HTMLElement;
  #pause: number | undefined;
  #reason = '';
  #wasSaved = false;

  constructor(options: NoteFieldOptions) {
    this.#options = options;
    this.#draft = new NoteDraft(options.kept);
    this.#input.value = this.#draft.typed;
    this.#retry = createButton(t('Try Again'), () => {
      this.retry();
    });
    const resolving = (choice: 'mine' | 'other') => () => {
      this.#draft.resolve(choice);
      this.#input.value = this.#draft.typed;
      this.#save();
      this.#input.focus();
    };
    this.#mine = createButton(t('Keep Mine'), resolving('mine'));
    this.#theirs = createButton(t('Take the Other'), resolving('other'));
    this.element = el(
      'div',
      'details-note-field',
      {},
      this.#input,
      this.#problem,
      this.#other,
      el('div', 'details-buttons', {}, this.#retry, this.#mine, this.#theirs, this.#status),
    );
    this.#listen();
    this.#render();
  }

  get kept(): UnsavedNote | undefined {
    return this.#draft.kept;
  }

  hear(message: DetailsMessage): void {
    switch (message.type) {
      case 'noteKept':
        this.#draft.restore(message.note);
        this.#input.value = this.#draft.typed;
        break;
      case 'note':
        this.#draft.read(message.text);
        if (this.#input.value !== this.#draft.typed) this.#input.value = this.#draft.typed;
        this.#save();
        break;
      case 'noteUnread':
        this.#reason = say(message.error);
        this.#draft.unread();
        break;
      case 'noteSaved':
        this.#draft.saved(message.text);
        this.#wasSaved = true;
        // More may have been typed meanwhile.
        if (this.#draft.isChanged) this.#wait();
        break;
      case 'noteChanged':
        this.#draft.conflict(message.text);
        break;
      case 'noteUnsaved':
        this.#reason = say(message.error);
        this.#draft.unsaved();
        break;
      default:
        return;
    }
    this.#changed();
  }

  /** What failed may succeed now. */
  retry(): void {
    if (this.#draft.isEditable) this.#save();
    else this.#options.tell({ type: 'readNote' });
  }

  #listen(): void {
    this.#input.addEventListener('input', () => {
      this.#draft.type(this.#input.value);
      this.#wasSaved = false;
      this.#wait();
      this.#changed();
    });
    const save = () => {
      this.#save();
    };
    this.#input.addEventListener('blur', save);
    document.addEventListener('visibilitychange', save);
  }

  #wait(): void {
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => {
      this.#save();
    }, PAUSE_MS);
  }

  #save(): void {
    window.clearTimeout(this.#pause);
    const note = this.#draft.save();
    if (note) this.#options.tell({ type: 'saveNote', ...note });
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange();
    this.#render();
  }

  #render(): void {
    const { isEditable, state, other, typed } = this.#draft;
    const isTooLong = typed.length > MAX_NOTE;
    this.#input.disabled = !isEditable;
    this.#input.readOnly = isTooLong;
    const problem = isTooLong
      ? t('This note is too long to be changed here.')
      : this.#problemOf(state);
    setText(this.#problem, problem);
    toggle(this.#problem, problem !== '');
    setText(this.#other, other === '' ? t('It was deleted.') : other);
    for (const element of [this.#other, this.#mine, this.#theirs]) {
      toggle(element, state === 'conflict');
    }
    toggle(this.#retry, state === 'unread' || state === 'unsaved');
    setText(this.#status, this.#statusOf(state));
  }

  #problemOf(state: NoteDraft['state']): string {
    if (state === 'conflict') {
      return t('Your note is not saved, as another of your clients has changed it meanwhile:');
    }
    if (state === 'unsaved') return `${this.#reason} ${t('What you wrote is kept here.')}`;
    return state === 'unread' ? this.#reason : '';
  }

  #statusOf(state: NoteDraft['state']): string {
    if (state === 'reading') return t('Reading…');
    if (state === 'saving') return t('Saving…');
    return state === 'clean' && this.#wasSaved ? t('Saved') : '';
  }
}
