import type { MessageView } from '../../src/api/views.ts';
import { el, icon, rowButton } from './dom.ts';

export interface RowActionsOptions {
  /** The message of a row's id. */
  message(id: string): MessageView | undefined;
  copyText(text: string): void;
  deleteMessage(id: string): void;
}

/**
 * What can be done with any message, over the row that has the pointer or the focus. There is one
 * for the whole log, and it lies on top, so that nothing moves.
 */
export class RowActions {
  readonly element: HTMLElement;

  constructor(list: HTMLElement, options: RowActionsOptions) {
    const button = (glyph: string, label: string, act: (message: MessageView) => void) => {
      const made = rowButton('', 'row-action', () => {
        const id = this.element.closest<HTMLElement>('.message')?.dataset['id'];
        const message = id === undefined ? undefined : options.message(id);
        if (message) act(message);
      });
      made.append(icon(glyph));
      made.setAttribute('aria-label', label);
      made.title = label;
      return made;
    };
    const remove = button('trash', 'Delete Message', ({ id }) => {
      options.deleteMessage(id);
    });
    this.element = el(
      'div',
      'row-actions',
      { role: 'toolbar', 'aria-label': 'Message', 'aria-live': 'off' },
      button('copy', 'Copy Message', (message) => {
        options.copyText(textOf(message));
      }),
      button('quote', 'Copy as Quote', (message) => {
        options.copyText(quote(textOf(message)));
      }),
      remove,
    );
    const show = (event: Event) => {
      const row =
        event.target instanceof Element ? event.target.closest<HTMLElement>('.message') : null;
      // Whoever uses it by the keyboard keeps it, wherever the pointer is.
      if (event.type === 'pointerover' && this.element.querySelector(':focus-visible')) return;
      if (!row) return;
      const message = options.message(row.dataset['id'] ?? '');
      remove.hidden = message?.delivery !== 'queued' && message?.delivery !== 'failed';
      if (this.element.parentElement !== row) row.append(this.element);
    };
    list.addEventListener('pointerover', show);
    list.addEventListener('focusin', show);
  }
}

function textOf({ body, file }: MessageView): string {
  return body || (file?.url ?? '');
}

/** A block quotation (XEP-0393 §5.1.3). */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');
}
