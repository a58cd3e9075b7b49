import type { RoomCommand } from '../../../src/api/panel.ts';
import type { RoomAffiliation, RoomRight, RoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';

export interface RoomDetailActions {
  onCommand(command: RoomCommand): void;
}

/** The commands of the popup, and the right that each needs, inside the room. */
const COMMANDS: readonly (readonly [RoomCommand, label: () => string, needs?: RoomRight])[] = [
  ['setSubject', () => t('Change Subject…'), 'setSubject'],
  ['invite', () => t('Invite…'), 'invite'],
  ['changeNick', () => t('Change Nick…')],
  ['details', () => t('Room Details…')],
  ['leave', () => t('Leave Room')],
];

/** A popup with what a room says of itself, and what can be done with it. */
export class RoomDetails {
  readonly element: HTMLElement;
  readonly #opener: HTMLElement;
  readonly #subject = el('p', 'room-subject', { dir: 'auto' });
  readonly #facts = el('p', 'room-facts', { dir: 'auto' });
  readonly #buttons: ReadonlyMap<RoomCommand, HTMLElement>;

  /** @param opener the button that opens it, and has the focus again when it is closed */
  constructor(actions: RoomDetailActions, opener: HTMLElement) {
    this.#opener = opener;
    this.#buttons = new Map(
      COMMANDS.map(([command, label]) => [
        command,
        createButton(label(), () => {
          this.#show(false);
          actions.onCommand(command);
        }),
      ]),
    );
    this.element = el(
      'div',
      'room-details',
      { role: 'dialog', 'aria-label': t('Room'), tabindex: '-1', hidden: '' },
      this.#subject,
      this.#facts,
      el('div', 'room-buttons', {}, ...this.#buttons.values()),
    );
    onKey(this.element, (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.#show(false);
      opener.focus();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && this.element.contains(relatedTarget);
      // The button itself closes it.
      if (!isInside && relatedTarget !== opener) this.#show(false);
    });
    this.#show(false);
  }

  toggle(): void {
    const isShown = this.element.hidden === false;
    this.#show(!isShown);
    if (!isShown) this.element.focus();
  }

  render(room: RoomView): void {
    setText(this.#subject, room.subject ?? '');
    toggle(this.#subject, (room.subject ?? '') !== '');
    setText(this.#facts, factsOf(room).join('\n'));
    const isInside = room.phase === 'joined';
    for (const [command, , needs] of COMMANDS) {
      const button = this.#buttons.get(command);
      const isOffered = command === 'details' || isInside;
      const isAllowed = needs === undefined || room.rights.includes(needs);
      if (button) toggle(button, isOffered && isAllowed);
    }
  }

  #show(shown: boolean): void {
    toggle(this.element, shown);
    this.#opener.setAttribute('aria-expanded', String(shown));
  }
}

const OWN: Readonly<Partial<Record<RoomAffiliation, () => string>>> = {
  owner: () => t('You own this room'),
  admin: () => t('You are an admin of this room'),
  member: () => t('You are a member of this room'),
};

/** One line each. */
function factsOf({ id, nick, phase, affiliation = 'none', info }: RoomView): string[] {
  const facts = [
    makeVisible(shownAddress(id)),
    phase === 'joined' ? t('You are {nick} here', { nick: makeVisible(nick) }) : '',
    phase === 'joined' ? (OWN[affiliation]?.() ?? '') : '',
    info?.addressesShownTo === 'all' ? t('Your address is seen by everyone') : '',
    info?.addressesShownTo === 'moderators' ? t('Your address is seen by moderators') : '',
    info?.isArchived === true ? t('Messages are archived') : '',
    info?.isMembersOnly === true ? t('For members only') : '',
  ];
  return facts.filter((fact) => fact !== '');
}
