import { withSender } from '../../src/api/action.ts';
import { say } from '../../src/api/say.ts';
import type { MessageView } from '../../src/api/views.ts';
import type { Mode } from '../composing.ts';
import { createIconButton } from '../toolkit.ts';
import { el, icon, setText, showIcon, toggle } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

/** Shows above the input which message is edited or replied to, with a cancel button. */
export class ModeBar {
  readonly element: HTMLElement;
  readonly #glyph = icon('edit');
  readonly #title = el('strong', 'mode-title');
  readonly #text = el('span', 'mode-text', { dir: 'auto' });

  constructor(leave: () => void) {
    this.element = el(
      'div',
      'mode-bar',
      { role: 'status', hidden: '' },
      this.#glyph,
      this.#title,
      this.#text,
      createIconButton('close', t('Cancel (Esc)'), leave),
    );
  }

  /**
   * @param message the message of the mode, if loaded
   * @param isLast whether it is our last one, the only one that every client corrects (XEP-0308)
   */
  render(mode: Mode | undefined, message: MessageView | undefined, isLast: boolean): void {
    toggle(this.element, mode !== undefined);
    if (!mode) return;
    const isEdit = mode.kind === 'edit';
    showIcon(this.#glyph, isEdit ? 'edit' : 'reply');
    const name = message?.outgoing === true ? t('You') : (message?.senderName ?? '');
    const reply =
      message?.outgoing === true
        ? t('Replying to Yourself')
        : t('Replying to {name}', { name: makeVisible(name) }).trim();
    const edit = isLast ? t('Editing') : t('Editing, which some clients show as a new message');
    setText(this.#title, isEdit ? edit : reply);
    setText(this.#text, message ? lineOf(message, name) : '');
  }
}

/** The first line of a message. */
function lineOf({ body, file, notice }: MessageView, sender: string): string {
  const text =
    file?.name ?? (body === '' ? (notice ? say(notice.text) : '') : withSender(body, sender));
  return text.split('\n', 1)[0] ?? '';
}
