import type { MessageView } from '../../src/api/views.ts';
import type { Mode } from '../composing.ts';
import { createIconButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';

/** Above the input: which message is edited or answered, with a way out. */
export class ModeBar {
  readonly element: HTMLElement;
  readonly #glyph = icon('edit');
  readonly #title = el('strong', 'mode-title');
  readonly #text = el('span', 'mode-text');

  constructor(leave: () => void) {
    this.element = el(
      'div',
      'mode-bar',
      { role: 'status', hidden: '' },
      this.#glyph,
      this.#title,
      this.#text,
      createIconButton('close', 'Cancel (Esc)', leave),
    );
  }

  /** @param message that the mode names, where it is loaded */
  render(mode: Mode | undefined, message: MessageView | undefined): void {
    toggle(this.element, mode !== undefined);
    if (!mode) return;
    const isEdit = mode.kind === 'edit';
    this.#glyph.className = `codicon codicon-${isEdit ? 'edit' : 'reply'}`;
    const name = message?.outgoing === false ? makeVisible(message.senderName) : 'Yourself';
    setText(this.#title, isEdit ? 'Editing' : `Replying to ${name}`);
    const [line = ''] = (message?.file?.name ?? message?.body ?? '').split('\n');
    setText(this.#text, makeVisible(line));
  }
}
