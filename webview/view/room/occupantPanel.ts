import type { AvatarPictures } from '../../avatarPictures.ts';
import type { Api } from '../../../src/api/channel.ts';
import { OCCUPANT_COMMANDS, type OccupantCommand } from '../../../src/api/panel.ts';
import type { OfChat } from '../../../src/api/requests.ts';
import type { OccupantView, RoomView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { plural, t } from '../../../src/base/l10n.ts';
import { OccupantWindow } from '../../room/occupantWindow.ts';
import { createIconButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';
import { OccupantList } from './occupantList.ts';
import { PopupMenu } from '../popupMenu.ts';

const COMMANDS: Readonly<Record<OccupantCommand, () => string>> = {
  grantVoice: () => t('Grant Voice…'),
  revokeVoice: () => t('Revoke Voice…'),
  grantModerator: () => t('Make Moderator…'),
  revokeModerator: () => t('Revoke Moderator…'),
  changeAffiliation: () => t('Change Affiliation…'),
  kick: () => t('Kick…'),
  ban: () => t('Ban…'),
  block: () => t('Block…'),
  unblock: () => t('Unblock…'),
};
/** Delay after a keystroke in the filter before it applies, in ms. */
const TYPING_MS = 150;

export interface OccupantPanelOptions {
  readonly api: Api;
  readonly of: OfChat;
  readonly pictures: AvatarPictures;
  onMention(nick: string): void;
  /** Called to write to an occupant alone. */
  onWrite(nick: string): void;
  onCommand(command: OccupantCommand, nick: string): void;
  /** Called to ignore an occupant, or no longer. */
  onIgnore(occupant: OccupantView): void;
  /** Called when the user closed the list. */
  onClose(): void;
  /** Called to return to the input. */
  onLeave(): void;
}

/** The list of a room's occupants, beside its messages. They are watched only while it is shown. */
export class OccupantPanel {
  readonly element: HTMLElement;
  readonly #options: OccupantPanelOptions;
  readonly #title = el('h2', 'side-title');
  readonly #counts = el('div', 'side-counts');
  readonly #none = el('div', 'side-none', { role: 'status' });
  readonly #filter = el('input', 'bar-input', {
    type: 'text',
    dir: 'auto',
    placeholder: t('Filter by nick'),
    'aria-label': t('Filter occupants by nick'),
  });
  readonly #window: OccupantWindow;
  readonly #list: OccupantList;
  readonly #menu = new PopupMenu();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #scheduled = false;

  constructor(options: OccupantPanelOptions) {
    this.#options = options;
    this.#window = new OccupantWindow(options.api, options.of, () => {
      this.#schedule();
    });
    this.#list = new OccupantList({
      at: (index) => this.#window.at(index),
      picture: ({ avatar }) => options.pictures.url(avatar),
      onShow: (first, last) => {
        this.#window.show(first, last);
      },
      onAct: (occupant, row) => {
        this.#openMenu(occupant, row);
      },
      onLeave: () => {
        options.onLeave();
      },
    });
    this.element = el(
      'aside',
      'side',
      { 'aria-label': t('Occupants'), hidden: '' },
      el(
        'div',
        'side-head',
        {},
        this.#title,
        createIconButton('close', t('Hide Occupants'), () => {
          options.onClose();
        }),
      ),
      this.#counts,
      el('div', 'side-filter', {}, this.#filter),
      this.#none,
      this.#list.element,
      this.#menu.element,
    );
    this.#listen();
  }

  show(shown: boolean): void {
    if (this.element.hidden !== shown) return;
    toggle(this.element, shown);
    if (shown) this.#window.filter(this.#filter.value);
    else this.#window.stop();
  }

  /** Moves the focus to the list. */
  focus(): void {
    this.#list.focus();
  }

  /** Renders the counts, which do not depend on the rows in sight. */
  render({ occupants, counts }: RoomView): void {
    const roles = [
      counts.moderator > 0 && plural(counts.moderator, ['{count} moderator', '{count} moderators']),
      counts.participant > 0 &&
        plural(counts.participant, ['{count} participant', '{count} participants']),
      counts.visitor > 0 && plural(counts.visitor, ['{count} visitor', '{count} visitors']),
    ];
    setText(
      this.#title,
      occupants > 0
        ? plural(occupants, ['{count} occupant', '{count} occupants'])
        : t('No occupants'),
    );
    setText(this.#counts, roles.filter((role) => role !== false).join(' · '));
    // Pictures may have come.
    if (!this.element.hidden) this.#schedule();
  }

  #listen(): void {
    this.#filter.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#list.scrollToStart();
        this.#window.filter(this.#filter.value);
      }, TYPING_MS);
    });
    onKey(this.#filter, (event) => {
      if (event.key === 'Escape') this.#options.onLeave();
      else if (event.key === 'ArrowDown' || event.key === 'Enter') this.#list.focus();
      else return;
      event.preventDefault();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      const { total } = this.#window;
      this.#list.render(total ?? 0);
      setText(this.#none, total === 0 ? t('Nobody found') : '');
    });
  }

  #openMenu(occupant: OccupantView, row: HTMLElement): void {
    const { id, isOwn, ignored } = occupant;
    const options = this.#options;
    const mention = {
      label: t('Mention'),
      run: () => {
        options.onMention(id);
      },
    };
    const ignore = {
      label: ignored === undefined ? t('Ignore') : t('Stop Ignoring'),
      run: () => {
        options.onIgnore(occupant);
      },
    };
    const write = {
      label: t('Private Message'),
      run: () => {
        options.onWrite(id);
      },
    };
    const items = [
      ...(isOwn ? [] : [mention, write, ignore]),
      ...OCCUPANT_COMMANDS.filter((command) => isOffered(command, occupant)).map((command) => ({
        label: COMMANDS[command](),
        run: () => {
          options.onCommand(command, id);
        },
      })),
    ];
    if (items.length === 0) return;
    this.#menu.open(makeVisible(id), items, row, () => {
      this.#list.focus();
    });
  }
}

function isOffered(command: OccupantCommand, { actions, blockedBy, isOwn }: OccupantView): boolean {
  switch (command) {
    case 'block':
      return !isOwn && blockedBy === undefined;
    case 'unblock':
      return blockedBy !== undefined;
    // One command gives all affiliations.
    case 'changeAffiliation':
      return actions.some((action) => action.startsWith('make'));
    default:
      return actions.includes(command);
  }
}
