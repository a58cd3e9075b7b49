import type { DetailsCommand, KnownDetails } from '../../../src/api/detailsPanel.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, toggle } from '../dom.ts';

interface Action {
  readonly command: DetailsCommand;
  readonly label: () => string;
  readonly isOffered: (known: KnownDetails) => boolean;
}

const isBlocked = ({ contact }: KnownDetails) => contact.blockedBy !== undefined;
const inRoster = ({ contact }: KnownDetails) => contact.inRoster;
const isMuted = ({ mutedUntil }: KnownDetails) => mutedUntil !== undefined;
const isUnseen = ({ contact: { inRoster: isIn, subscription } }: KnownDetails) =>
  isIn && (subscription === 'none' || subscription === 'from');

/** In the order in which they are shown. */
const ACTIONS: readonly Action[] = [
  { command: 'openChat', label: () => t('Chat'), isOffered: () => true },
  {
    command: 'sendCurrentFile',
    label: () => t('Send Current File…'),
    isOffered: (known) => !isBlocked(known),
  },
  { command: 'addContact', label: () => t('Add Contact…'), isOffered: (known) => !inRoster(known) },
  { command: 'resendRequest', label: () => t('Ask for Presence'), isOffered: isUnseen },
  { command: 'renameContact', label: () => t('Rename…'), isOffered: inRoster },
  {
    command: 'muteChat',
    label: () => t('Mute…'),
    isOffered: (known) => known.hasChat && !isMuted(known),
  },
  { command: 'unmuteChat', label: () => t('Unmute'), isOffered: isMuted },
  { command: 'blockContact', label: () => t('Block…'), isOffered: (known) => !isBlocked(known) },
  { command: 'unblockContact', label: () => t('Unblock…'), isOffered: isBlocked },
  { command: 'removeContact', label: () => t('Remove…'), isOffered: inRoster },
];

/** What can be done with a contact: commands of the editor. */
export class DetailsActions {
  readonly element: HTMLElement;
  readonly #buttons: readonly (readonly [action: Action, button: HTMLElement])[];

  constructor(run: (command: DetailsCommand) => void) {
    this.#buttons = ACTIONS.map((action) => {
      const { command, label } = action;
      const click = () => {
        run(command);
      };
      return [
        action,
        createButton(label(), click, command === 'openChat' ? 'primary' : 'secondary'),
      ];
    });
    const buttons = this.#buttons.map(([, button]) => button);
    this.element = el(
      'div',
      'details-buttons',
      { role: 'group', 'aria-label': t('Actions') },
      ...buttons,
    );
  }

  focus(): void {
    this.#buttons[0]?.[1].focus();
  }

  render(known: KnownDetails): void {
    for (const [{ isOffered }, button] of this.#buttons) toggle(button, isOffered(known));
  }
}
