import type { RoomRemedy, RoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, icon, setText, toggle } from '../dom.ts';
import { roomState } from './roomState.ts';

const REMEDIES: Readonly<Record<Exclude<RoomRemedy, 'none'>, () => string>> = {
  join: () => t('Join Again'),
  password: () => t('Enter Password…'),
  nick: () => t('Another Nick…'),
  membership: () => t('Ask for Membership…'),
  create: () => t('Create…'),
  otherRoom: () => t('Join Other Room…'),
  show: () => t('Set Presence…'),
  captcha: () => t('Answer…'),
};

/** Shows why the user is not in the room, and the button that can change it. */
export class RoomLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly #button: HTMLElement;
  readonly element: HTMLElement;

  constructor(onRemedy: () => void) {
    this.#button = createButton('', onRemedy);
    this.element = el(
      'div',
      'line line-warning room-line',
      { role: 'status', hidden: '' },
      icon('comment-discussion'),
      this.#text,
      this.#button,
    );
  }

  /** @param room absent outside rooms, and while another line says why nothing arrives */
  render(room: RoomView | undefined): void {
    const state = room && roomState(room);
    toggle(this.element, state !== undefined);
    if (!state) return;
    setText(this.#text, makeVisible(state.text));
    toggle(this.#button, state.remedy !== 'none');
    if (state.remedy !== 'none') setText(this.#button, REMEDIES[state.remedy]());
  }
}
