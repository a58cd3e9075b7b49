import type { RoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { formatNumber, t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { renderAvatar } from '../avatar.ts';
import { el, icon, name, setText, showIcon } from '../dom.ts';
import { nameTooltip, showName } from '../shownName.ts';
import { type RoomDetailActions, RoomDetails } from './roomDetails.ts';

export interface RoomHeaderOptions extends RoomDetailActions {
  onToggleOccupants(): void;
}

/** The header of a room: its name and subject, which open details, and the number of occupants. */
export class RoomHeader {
  readonly element: HTMLElement;
  #avatar = el('span', 'avatar', { 'aria-hidden': 'true' });
  readonly #kind = icon('globe');
  readonly #name = el('h1', 'header-name', { dir: 'auto' });
  readonly #subject = el('button', 'header-button header-subject', {
    type: 'button',
    dir: 'auto',
    'aria-haspopup': 'dialog',
  });
  readonly #count = el('span', 'occupant-count');
  readonly #occupants: HTMLElement;
  readonly #details: RoomDetails;
  #shown: RoomView | undefined;
  /** What the avatar shows. */
  #pictured: string | undefined;

  constructor(options: RoomHeaderOptions) {
    this.#details = new RoomDetails(options, this.#subject);
    this.#occupants = el(
      'button',
      'header-button occupants-button',
      { type: 'button' },
      icon('organization'),
      this.#count,
    );
    this.#occupants.addEventListener('click', () => {
      options.onToggleOccupants();
    });
    this.#subject.addEventListener('click', () => {
      this.#details.toggle();
    });
    this.element = el(
      'div',
      'room-head',
      {},
      this.#avatar,
      this.#kind,
      this.#name,
      this.#subject,
      this.#occupants,
      this.#details.element,
    );
  }

  /**
   * @param picture the avatar, as its address within the page
   * @param showsOccupants whether their list is shown
   */
  render(room: RoomView, picture: string | undefined, showsOccupants: boolean): void {
    this.#renderAvatar(room, picture);
    this.#occupants.setAttribute('aria-expanded', String(showsOccupants));
    if (room === this.#shown) return;
    this.#shown = room;
    showIcon(this.#kind, room.kind === 'private' ? 'lock' : 'globe');
    showName(this.#name, room.name);
    name(this.#name, room.name, nameTooltip(room.name, shownAddress(room.id)));
    const subject = makeVisible(room.subject ?? '').replaceAll('\n', ' ');
    setText(this.#subject, subject === '' ? t('Room details') : subject);
    name(
      this.#subject,
      subject === '' ? t('Room details') : t('Subject: {subject}. Room details', { subject }),
      makeVisible(room.subject ?? '') || t('Room details'),
    );
    const count = room.phase === 'joined' ? formatNumber(room.occupants) : '';
    setText(this.#count, count);
    name(this.#occupants, count === '' ? t('Occupants') : t('Occupants: {count}', { count }));
    this.#details.render(room);
  }

  #renderAvatar({ id, name: title }: RoomView, picture: string | undefined): void {
    const shown = `${picture ?? ''} ${title}`;
    if (shown === this.#pictured) return;
    this.#pictured = shown;
    const avatar = renderAvatar(title, id, picture);
    this.#avatar.replaceWith(avatar);
    this.#avatar = avatar;
  }
}
