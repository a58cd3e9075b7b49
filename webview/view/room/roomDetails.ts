import type { RoomCommand } from '../../../src/api/panel.ts';
import type { RoomAffiliation, RoomRight, RoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';

export interface RoomDetailActions {
  onCommand(command: RoomCommand): void;
}

/** The commands of the popup, and the right that each needs, inside the room. */
const COMMANDS: readonly (readonly [RoomCommand, label: string, needs?: RoomRight])[] = [
  ['setSubject', 'Change Subject…', 'setSubject'],
  ['invite', 'Invite…', 'invite'],
  ['changeNick', 'Change Nick…'],
  ['details', 'Room Details…'],
  ['leave', 'Leave Room'],
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
        createButton(label, () => {
          this.#show(false);
          actions.onCommand(command);
        }),
      ]),
    );
    this.element = el(
      'div',
      'room-details',
      { role: 'dialog', 'aria-label': 'Room', tabindex: '-1', hidden: '' },
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

const OWN: Readonly<Partial<Record<RoomAffiliation, string>>> = {
  owner: 'You own this room',
  admin: 'You are an admin of this room',
  member: 'You are a member of this room',
};

/** One line each. */
function factsOf({ id, nick, phase, affiliation = 'none', info }: RoomView): string[] {
  const seenBy = { all: 'everyone', moderators: 'moderators' };
  const shownTo = info?.addressesShownTo;
  const facts = [
    makeVisible(shownAddress(id)),
    phase === 'joined' ? `You are ${makeVisible(nick)} here` : '',
    phase === 'joined' ? (OWN[affiliation] ?? '') : '',
    shownTo ? `Your address is seen by ${seenBy[shownTo]}` : '',
    info?.isArchived === true ? 'Messages are archived' : '',
    info?.isMembersOnly === true ? 'For members only' : '',
  ];
  return facts.filter((fact) => fact !== '');
}
