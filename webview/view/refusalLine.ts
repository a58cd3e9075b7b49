import { say } from '../../src/api/say.ts';
import { makeVisible } from '../../src/api/visible.ts';
import type { RefusalView } from '../../src/api/views.ts';
import { el, icon, setText, toggle } from './dom.ts';

/** Shows why the user does not see the contact's presence. */
export class RefusalLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly element = el(
    'div',
    'line line-refusal',
    { role: 'status', hidden: '' },
    icon('circle-slash'),
    this.#text,
  );

  render(refusal: RefusalView | undefined): void {
    toggle(this.element, refusal !== undefined);
    setText(this.#text, refusal ? makeVisible(say(refusal.reason)) : '');
  }
}
