import type { FileView, MessageView } from '../../src/api/views.ts';
import { FileCard } from './fileCard.ts';
import { OfferCard } from './offerCard.ts';
import type { Preview } from './preview.ts';

/** The actions on the files of a message, each by its place among them. */
export interface MessageFileActions {
  saveFile(message: string, file: number): void;
  acceptFile(message: string): void;
  /** Declines an offered file, or cancels its transfer, or that of one being saved. */
  stopFile(message: string, file: number): void;
  /** Shows where a file was saved. */
  revealFile(message: string, file: number): void;
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
  readonly #previews = new Map<number, Preview>();
  /** By their places, each with what it shows as JSON. */
  readonly #cards = new Map<number, { readonly shown: string; readonly card: FileCard }>();
  #offer: OfferCard | undefined;

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
          : this.#drawFile(message, file, at, actions);
      const shown = this.#previews.get(at)?.element;
      card.querySelector('.preview-action')?.toggleAttribute('hidden', shown !== undefined);
      return shown ? [card, shown] : [card];
    });
  }

  /** It is not replaced while it is saved, so that its button can be reached. */
  #drawFile(
    { id, offer }: MessageView,
    { saving, ...file }: FileView,
    at: number,
    actions: MessageFileActions,
  ): HTMLElement {
    const shown = JSON.stringify([id, file]);
    const known = this.#cards.get(at);
    const card =
      known?.shown === shown
        ? known.card
        : new FileCard(file, offer !== undefined, actionsOn(id, at, actions));
    this.#cards.set(at, { shown, card });
    card.render(saving);
    return card.element;
  }

  /** The same while it is received. */
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
    });
    this.#offer.render(offer);
    return this.#offer.element;
  }
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
    stop: () => {
      actions.stopFile(message, file);
    },
    reveal: () => {
      actions.revealFile(message, file);
    },
  };
}
