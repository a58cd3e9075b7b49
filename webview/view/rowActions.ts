import { say } from '../../src/api/say.ts';
import type { MessageView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { isEditable } from '../composing.ts';
import { el, icon, name, rowButton } from './dom.ts';
import type { Icon } from './icons.ts';
import { withChord } from './keys.ts';

/** The actions on a message as a whole. */
export interface WholeMessageActions {
  copyText(text: string): void;
  copyLink(message: MessageView): void;
  edit(message: MessageView): void;
  reply(message: MessageView): void;
  /** Lets the user pick an emoji. */
  pickReaction(message: MessageView): void;
  /** Only for a queued or failed message. */
  deleteMessage(message: string): void;
  /** Asks the contact's client to delete it, too. */
  retractMessage(message: string): void;
  /** Removes a message of another occupant for all in the room. */
  moderate(message: string): void;
  /** Whether the user may do that. */
  mayModerate(): boolean;
  /** Shows nothing more of its author. */
  ignoreAuthor(message: string): void;
  mayIgnore(message: MessageView): boolean;
  /** Whether a message is deleted for more than one contact. */
  isRoom(): boolean;
}

/**
 * The toolbar with actions on a message, over the row that has the pointer or the focus. The whole
 * log shares one, and it is an overlay, so that nothing moves.
 */
export class RowActions {
  readonly element: HTMLElement;
  readonly #message: (id: string) => MessageView | undefined;
  readonly #actions: WholeMessageActions;
  /** Those that refer to the message: others must be able to tell which it is. */
  readonly #references: readonly HTMLElement[];
  readonly #edit: HTMLElement;
  readonly #remove: HTMLElement;
  readonly #moderate: HTMLElement;
  readonly #ignore: HTMLElement;

  /** @param message returns the message of a row's id */
  constructor(
    list: HTMLElement,
    message: (id: string) => MessageView | undefined,
    actions: WholeMessageActions,
  ) {
    this.#message = message;
    this.#actions = actions;
    this.#references = [
      this.#button('smiley', t('React…'), (of) => {
        actions.pickReaction(of);
      }),
      this.#button(
        'reply',
        t('Reply'),
        (of) => {
          actions.reply(of);
        },
        withChord(t('Reply'), 'R'),
      ),
    ];
    this.#edit = this.#button('edit', t('Edit Message'), (of) => {
      actions.edit(of);
    });
    this.#remove = this.#button('trash', t('Delete Message'), (of) => {
      this.#delete(of);
    });
    this.#moderate = this.#button('shield', t('Remove for Everyone…'), ({ id }) => {
      actions.moderate(id);
    });
    this.#ignore = this.#button('eye-closed', t('Ignore Author'), ({ id }) => {
      actions.ignoreAuthor(id);
    });
    this.element = el(
      'div',
      'row-actions',
      { role: 'toolbar', 'aria-label': t('Message'), 'aria-live': 'off' },
      ...this.#references,
      this.#edit,
      this.#button('copy', t('Copy Message'), (of) => {
        actions.copyText(textOf(of));
      }),
      this.#button('quote', t('Copy as Quote'), (of) => {
        actions.copyText(quote(textOf(of)));
      }),
      this.#button('link', t('Copy Link to Message'), (of) => {
        actions.copyLink(of);
      }),
      this.#remove,
      this.#moderate,
      this.#ignore,
    );
    const show = (event: Event) => {
      this.#show(event);
    };
    list.addEventListener('pointerover', show);
    list.addEventListener('focusin', show);
  }

  #button(
    glyph: Icon,
    label: string,
    act: (message: MessageView) => void,
    tooltip = label,
  ): HTMLElement {
    const made = rowButton('', 'row-action', () => {
      const id = this.element.closest<HTMLElement>('.message')?.dataset['id'];
      const message = id === undefined ? undefined : this.#message(id);
      if (message) act(message);
    });
    made.append(icon(glyph));
    name(made, label, tooltip);
    return made;
  }

  #show(event: Event): void {
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('.message') : null;
    // While in use by keyboard it stays, wherever the pointer is.
    if (event.type === 'pointerover' && this.element.querySelector(':focus-visible')) return;
    if (!row || !this.#offer(row) || this.element.parentElement === row) return;
    this.#ask(false);
    row.append(this.element);
  }

  /** Must be called when a row has changed: other actions may apply. */
  refresh(row: HTMLElement): void {
    if (this.element.parentElement === row) this.#offer(row);
  }

  /** @returns whether any action applies to the row's message */
  #offer(row: HTMLElement): boolean {
    const message = this.#message(row.dataset['id'] ?? '');
    this.element.hidden = message === undefined || message.retracted === true;
    if (!message) return false;
    for (const button of this.#references) button.hidden = message.isUnnamed === true;
    this.#edit.hidden = !isEditable(message);
    this.#remove.hidden = !message.outgoing || message.offer !== undefined;
    const isForeign = !message.outgoing && message.isUnnamed !== true;
    this.#moderate.hidden = !isForeign || !this.#actions.mayModerate();
    this.#ignore.hidden = !this.#actions.mayIgnore(message);
    return true;
  }

  /** A sent message cannot be restored, so deleting it takes a second press. */
  #delete({ id, delivery }: MessageView): void {
    const wasSent = delivery !== 'queued' && delivery !== 'failed';
    if (!wasSent) this.#actions.deleteMessage(id);
    else if (this.#remove.classList.contains('asks')) this.#actions.retractMessage(id);
    this.#ask(wasSent && !this.#remove.classList.contains('asks'));
  }

  #ask(asks: boolean): void {
    const isRoom = this.#actions.isRoom();
    const question = isRoom ? t('Delete for all?') : t('Delete for both?');
    const again = isRoom ? t('Delete for all? Press again') : t('Delete for both? Press again');
    this.#remove.classList.toggle('asks', asks);
    this.#remove.replaceChildren(icon('trash'), ...(asks ? [question] : []));
    name(this.#remove, asks ? again : t('Delete Message'));
  }
}

function textOf({ body, file, moreFiles = [], notice }: MessageView): string {
  const files = file ? [file, ...moreFiles].map(({ name, url = name }) => url) : [];
  return body || files.join('\n') || (notice ? say(notice.text) : '');
}

/** A block quotation (XEP-0393 §5.1.3). */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');
}
