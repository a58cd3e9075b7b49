import type { FileView, MessageView } from '../../src/api/views.ts';
import { renderFileCard } from './fileCard.ts';
import { OfferCard } from './offerCard.ts';
import type { Parts } from './parts.ts';
import type { Preview } from './preview.ts';

/** The actions on the files of a message, each by its place among them. */
export interface MessageFileActions {
  saveFile(message: string, file: number): void;
  acceptFile(message: string): void;
  /** Declines an offered file, or cancels its transfer. */
  stopFile(message: string): void;
  revealFile(message: string): void;
  openFile(message: string, file: number): void;
  compareFile(message: string, file: number): void;
  previewFile(message: string, file: number): void;
  /** As {@link previewFile}, for a picture that the user has not asked for. */
  showPicture(message: string, file: number): void;
  /** Shows a picture in a tab of its own. */
  viewFile(message: string, file: number): void;
}

/** All files of a message. */
export function filesOf({ file, moreFiles = [] }: MessageView): readonly FileView[] {
  return file ? [file, ...moreFiles] : [];
}

/** The cards of a message's files, and what is shown of those that the user has asked for. */
export class MessageFiles {
  readonly #parts: Parts;
  readonly #previews = new Map<number, Preview>();
  #offer: OfferCard | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What all that is shown takes of memory, in points of four bytes. */
  get points(): number {
    return [...this.#previews.values()].reduce((sum, { points }) => sum + points, 0);
  }

  get isShowing(): boolean {
    return this.#previews.size > 0;
  }

  show(file: number, preview: Preview): void {
    this.#previews.get(file)?.release();
    this.#previews.set(file, preview);
  }

  /** The buttons come back instead. */
  hide(): void {
    for (const { release } of this.#previews.values()) release();
    this.#previews.clear();
  }

  /** @param sender the name of the author */
  draw(message: MessageView, sender: string, actions: MessageFileActions): HTMLElement[] {
    return filesOf(message).flatMap((file, at) => {
      const card =
        message.offer && !message.outgoing
          ? this.#drawOffer(message, file, sender, actions)
          : this.#parts.get(`file ${at}`, [message.id, file], () =>
              renderFile(message, file, at, actions),
            );
      const shown = this.#previews.get(at)?.element;
      card.querySelector('.preview-action')?.toggleAttribute('hidden', shown !== undefined);
      return shown ? [card, shown] : [card];
    });
  }

  /** It is not replaced while it is received, so that its button can be reached. */
  #drawOffer(
    { id, offer = { state: 'lost' } }: MessageView,
    file: FileView,
    sender: string,
    actions: MessageFileActions,
  ): HTMLElement {
    this.#offer ??= new OfferCard(file, sender, {
      ...actionsOn(id, 0, actions),
      accept: () => {
        actions.acceptFile(id);
      },
      stop: () => {
        actions.stopFile(id);
      },
      reveal: () => {
        actions.revealFile(id);
      },
    });
    this.#offer.render(offer);
    return this.#offer.element;
  }
}

function renderFile(
  { id, offer }: MessageView,
  file: FileView,
  at: number,
  actions: MessageFileActions,
): HTMLElement {
  return renderFileCard(file, offer !== undefined, actionsOn(id, at, actions));
}

function actionsOn(message: string, file: number, actions: MessageFileActions) {
  return {
    save: () => {
      actions.saveFile(message, file);
    },
    open: () => {
      actions.openFile(message, file);
    },
    compare: () => {
      actions.compareFile(message, file);
    },
    preview: () => {
      actions.previewFile(message, file);
    },
    view: () => {
      actions.viewFile(message, file);
    },
  };
}
