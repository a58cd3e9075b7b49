import { offerWords } from '../../src/api/offerWords.ts';
import type { FileView, OfferView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatBytes } from '../../src/base/formatBytes.ts';
import { formatProgress } from '../../src/base/formatProgress.ts';
import { t } from '../../src/base/l10n.ts';
import { el, icon, rowButton, setChildren, setText, toggle } from './dom.ts';
import { FILE_ICONS, PREVIEWS } from './fileCard.ts';
import { type FileKind, fileKind } from './fileKind.ts';

export interface OfferActions {
  readonly accept: () => void;
  readonly save: () => void;
  /** Declines the offer, or cancels its transfer. */
  readonly stop: () => void;
  readonly reveal: () => void;
  readonly open: () => void;
  readonly compare: () => void;
  readonly preview: () => void;
  readonly view: () => void;
}

/** An offered file: what it is, how far it has come, and what can be done with it. */
export class OfferCard {
  readonly element: HTMLElement;
  readonly #actions: OfferActions;
  readonly #kind: FileKind;
  readonly #sender: string;
  readonly #size: number | undefined;
  readonly #progress: HTMLProgressElement;
  readonly #pace = el('span', 'file-facts');
  readonly #state = el('span', 'offer-state', { role: 'status', dir: 'auto' });
  readonly #buttons = el('span', 'file-actions');
  #drawn: OfferView['state'] | undefined;

  /** @param sender the name of whoever offers it */
  constructor(file: FileView, sender: string, actions: OfferActions) {
    const name = makeVisible(file.name);
    this.#actions = actions;
    this.#sender = sender;
    this.#kind = fileKind(file);
    this.#size = file.size;
    this.#progress = el('progress', 'progress', {
      max: String(Math.max(this.#size ?? 1, 1)),
      'aria-label': t('Receiving {name}', { name }),
    });
    const facts = [
      this.#kind === 'program' ? t('program') : undefined,
      this.#size === undefined ? undefined : formatBytes(this.#size),
      file.mediaType && makeVisible(file.mediaType),
      t('sent directly'),
    ].filter((fact) => fact !== undefined);
    this.element = el(
      'div',
      'file-card offer-card',
      { role: 'group', 'aria-label': t('Offered file {name}', { name }) },
      icon(FILE_ICONS[this.#kind]),
      el(
        'span',
        'file-about',
        {},
        el('bdi', 'file-name', { title: name }, name),
        el('span', 'file-facts', {}, facts.join(' · ')),
      ),
      this.#buttons,
      el('span', 'offer-progress', {}, this.#progress, this.#pace),
      this.#state,
    );
  }

  render(offer: OfferView): void {
    const { state, received = 0, bytesPerSecond } = offer;
    const isRunning = state === 'running';
    toggle(this.#progress, isRunning);
    toggle(this.#pace, isRunning);
    if (isRunning) {
      // One without a value shows that it goes on, and not how far.
      if (this.#size !== undefined) this.#progress.value = received;
      setText(this.#pace, formatProgress(received, this.#size, bytesPerSecond));
    }
    const words = offerWords(offer, this.#sender);
    toggle(this.#state, words !== '');
    setText(this.#state, words);
    this.#state.classList.toggle('failure-reason', state === 'failed');
    if (state === this.#drawn) return;
    this.#drawn = state;
    this.#renderButtons(state);
  }

  /** Keeps the keyboard in the message when the button that was pressed is gone. */
  #renderButtons(state: OfferView['state']): void {
    const hadFocus = this.#buttons.contains(document.activeElement);
    setChildren(this.#buttons, this.#buttonsFor(state));
    if (!hadFocus) return;
    const next = this.#buttons.querySelector('button');
    (next ?? this.element.closest<HTMLElement>('.message'))?.focus();
  }

  #buttonsFor(state: OfferView['state']): HTMLElement[] {
    const { accept, compare, open, preview, reveal, save, stop, view } = this.#actions;
    const kind = this.#kind;
    const previewLabel = PREVIEWS[kind]?.();
    if (state === 'offered') {
      return [
        rowButton(t('Accept'), 'primary-action', accept),
        rowButton(t('Save As…'), '', save),
        rowButton(t('Decline'), '', stop),
      ];
    }
    if (state === 'running') return [rowButton(t('Cancel'), '', stop)];
    if (state !== 'done') return [];
    return [
      ...(previewLabel === undefined ? [] : [rowButton(previewLabel, 'preview-action', preview)]),
      ...(kind === 'picture' ? [rowButton(t('Open in Tab'), '', view)] : []),
      rowButton(t('Reveal'), 'primary-action', reveal),
      ...(kind === 'text' || kind === 'unknown' ? [rowButton(t('Open as Text'), '', open)] : []),
      ...(kind === 'text' ? [rowButton(t('Compare with Active File'), '', compare)] : []),
    ];
  }
}
