import type { RoomView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, icon, toggle } from '../dom.ts';

/** Shown to a visitor of a moderated room, who may only read (XEP-0045 §7.13). */
export class VoiceLine {
  readonly element: HTMLElement;
  readonly #button: HTMLElement;

  constructor(onAsk: () => void) {
    this.#button = createButton(t('Ask for Voice'), onAsk);
    this.element = el(
      'div',
      'line line-warning',
      { role: 'status', hidden: '' },
      icon('mute'),
      el('span', 'line-text', {}, t('Only those with voice write here; moderators give it.')),
      this.#button,
    );
  }

  render(room: RoomView | undefined): void {
    const isMute = room?.phase === 'joined' && !room.rights.includes('write');
    toggle(this.element, isMute);
    toggle(this.#button, room?.rights.includes('requestVoice') === true);
  }
}
