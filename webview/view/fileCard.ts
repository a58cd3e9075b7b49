import { say } from '../../src/api/say.ts';
import { fileProgress } from '../../src/api/transferProgress.ts';
import type { FileView, SavingView } from '../../src/api/views.ts';
import { CardState, type ShownState } from './cardState.ts';
import { el, icon, rowButton } from './dom.ts';
import type { Icon } from './icons.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import { fileFacts } from './fileFacts.ts';
import { type FileKind, fileKind } from './fileKind.ts';

export interface FileActions {
  readonly save: () => void;
  readonly open: () => void;
  readonly compare: () => void;
  readonly preview: () => void;
  readonly view: () => void;
  /** Cancels that it is saved or received, or declines it. */
  readonly stop: () => void;
  /** Shows where it was saved. */
  readonly reveal: () => void;
}

export const FILE_ICONS: Readonly<Record<FileKind, Icon>> = {
  picture: 'file-media',
  sound: 'unmute',
  video: 'device-camera-video',
  archive: 'file-zip',
  pdf: 'file-pdf',
  document: 'file-text',
  table: 'table',
  book: 'book',
  database: 'database',
  font: 'symbol-text',
  binary: 'file-binary',
  program: 'warning',
  text: 'file-code',
  unknown: 'file',
};

/** What shows files in the chat, fetched only then. */
export const PREVIEWS: Readonly<Partial<Record<FileKind, () => string>>> = {
  picture: () => t('Show Picture'),
  sound: () => t({ message: 'Play', comment: ['verb'] }),
  video: () => t({ message: 'Play', comment: ['verb'] }),
};

/** An announced file: name, size and type, how far it is saved, and actions on it. */
export class FileCard {
  readonly element: HTMLElement;
  readonly #kind: FileKind;
  readonly #hasAddress: boolean;
  readonly #actions: FileActions;
  readonly #state: CardState;

  /** @param isDirect whether we have sent it directly: then there is none to fetch */
  constructor(file: FileView, isDirect: boolean, actions: FileActions) {
    const name = makeVisible(file.name);
    this.#kind = fileKind(file);
    this.#hasAddress = file.url !== undefined;
    this.#actions = actions;
    this.#state = new CardState(t('Saving {name}', { name }));
    const { buttons, line, words } = this.#state;
    this.element = el(
      'div',
      'file-card',
      { role: 'group', 'aria-label': t('File {name}', { name }) },
      file.thumbnail === undefined
        ? icon(FILE_ICONS[this.#kind])
        : el('img', 'file-thumbnail', { src: file.thumbnail, alt: '' }),
      el(
        'span',
        'file-about',
        {},
        el('bdi', 'file-name', { title: name }, name),
        el('span', 'file-facts', {}, fileFacts(file, this.#kind, isDirect)),
      ),
      ...(this.#hasAddress ? [buttons, line, words] : []),
    );
  }

  render(saving: SavingView | undefined): void {
    if (!this.#hasAddress) return;
    this.#state.render(saving ? stateOf(saving) : { words: '', isFailure: false });
    this.#state.renderButtons(saving?.state ?? '', () => this.#buttonsFor(saving?.state));
  }

  #buttonsFor(state: SavingView['state'] | undefined): HTMLElement[] {
    const { compare, open, preview, reveal, save, stop, view } = this.#actions;
    if (state === 'running') return [rowButton(t('Cancel'), '', stop)];
    const kind = this.#kind;
    const previewLabel = PREVIEWS[kind]?.();
    return [
      ...(previewLabel === undefined ? [] : [rowButton(previewLabel, 'preview-action', preview)]),
      ...(kind === 'picture' ? [rowButton(t('Open in Tab'), '', view)] : []),
      ...(state === 'done' ? [rowButton(t('Reveal'), 'primary-action', reveal)] : []),
      rowButton(t('Save As…'), state === 'done' ? '' : 'primary-action', save),
      ...(kind === 'text' || kind === 'unknown' ? [rowButton(t('Open as Text'), '', open)] : []),
      ...(kind === 'text' ? [rowButton(t('Compare with Active File'), '', compare)] : []),
    ];
  }
}

function stateOf(saving: SavingView): ShownState {
  const { state, received, size, error, savedAs = '' } = saving;
  const words = fileProgress({ ...saving, done: received });
  switch (state) {
    case 'running':
      return { progress: { done: received, size, words }, words: '', isFailure: false };
    case 'done':
      return { words: t('Saved as {name}', { name: savedAs }), isFailure: false };
    case 'failed':
      return { words: error ? say(error) : '', isFailure: true };
  }
}
