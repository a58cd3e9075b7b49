import { offerWords } from '../../src/api/offerWords.ts';
import type { FileView, OfferView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatProgress } from '../../src/base/formatProgress.ts';
import { t } from '../../src/base/l10n.ts';
import { CardState } from './cardState.ts';
import { el, icon, rowButton } from './dom.ts';
import { FILE_ICONS, type FileActions, PREVIEWS } from './fileCard.ts';
import { fileFacts } from './fileFacts.ts';
import { type FileKind, fileKind } from './fileKind.ts';

export interface OfferActions extends FileActions {
  readonly accept: () => void;
}

/** An offered file: what it is, how far it has come, and what can be done with it. */
export class OfferCard {
  readonly element: HTMLElement;
  readonly #actions: OfferActions;
  readonly #kind: FileKind;
  readonly #sender: string;
  readonly #size: number | undefined;
  readonly #state: CardState;

  /** @param sender the name of the one who offers it */
  constructor(file: FileView, sender: string, actions: OfferActions) {
    const name = makeVisible(file.name);
    this.#actions = actions;
    this.#sender = sender;
    this.#kind = fileKind(file);
    this.#size = file.size;
    this.#state = new CardState(t('Receiving {name}', { name }));
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
        el('span', 'file-facts', {}, fileFacts(file, this.#kind, true)),
      ),
      this.#state.buttons,
      this.#state.line,
      this.#state.words,
    );
  }

  render(offer: OfferView): void {
    const { state, received = 0, bytesPerSecond } = offer;
    const size = this.#size;
    this.#state.render({
      ...(state === 'running' && {
        progress: { done: received, size, words: formatProgress(received, size, bytesPerSecond) },
      }),
      words: offerWords(offer, this.#sender),
      isFailure: state === 'failed',
    });
    this.#state.renderButtons(state, () => this.#buttonsFor(state));
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
