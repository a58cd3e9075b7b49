import { shownAddress } from '../../src/base/shownAddress.ts';
import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import { renderAvatar } from './avatar.ts';
import { el, icon } from './dom.ts';
import { presenceLabel, renderPresence } from './presence.ts';
import { nameTooltip, showName } from './shownName.ts';

/** The fields of a chat shown in its header. */
export type HeaderHead = Pick<
  ChatView,
  'id' | 'name' | 'occupant' | 'show' | 'status' | 'resembles' | 'mixesScripts'
>;

/** The header: the contact's presence, name and status message, and actions on the chat. */
export class HeaderView {
  readonly element: HTMLElement;
  readonly #who = el('div', 'header-who');
  #shown: HeaderHead | undefined;
  #picture: string | undefined;

  /**
   * @param first the button at its beginning, if there is one
   * @param actions the buttons at its end
   */
  constructor(first: HTMLElement | undefined, ...actions: readonly HTMLElement[]) {
    this.element = el('header', 'header', {}, ...(first ? [first] : []), this.#who, ...actions);
  }

  /**
   * @param picture the avatar, as its address within the page
   * @param room what is shown instead for a room
   */
  render(head: HeaderHead | undefined, picture: string | undefined, room?: HTMLElement): void {
    if (room) {
      if (room.parentElement !== this.#who) this.#who.replaceChildren(room);
      return;
    }
    if (!head || (head === this.#shown && picture === this.#picture)) return;
    this.#shown = head;
    this.#picture = picture;
    const status = makeVisible(statusOf(head)) || presenceLabel(head.show);
    const tooltip = nameTooltip(head.name, shownAddress(head.id));
    const name = el('h1', 'header-name', { dir: 'auto', title: tooltip });
    showName(name, head.name);
    const parts = [
      renderAvatar(head.name, head.id, picture),
      renderPresence(head.show),
      name,
      renderWarning(head),
      el('span', 'header-status', { dir: 'auto', title: status }, status),
    ];
    this.#who.replaceChildren(...parts.filter((part) => part !== undefined));
  }
}

/** What stands beside the name: of an occupant, the room and the real address, where it is shown. */
function statusOf({ occupant, status }: HeaderHead): string {
  if (!occupant) return status;
  const address = occupant.jid === undefined ? [] : [shownAddress(occupant.jid)];
  return [t('private'), shownAddress(occupant.room), ...address].join(' · ');
}

/** A warning for addresses that resemble a contact's, or that mix scripts. */
function renderWarning({ resembles, mixesScripts }: HeaderHead): HTMLElement | undefined {
  if (resembles === undefined && mixesScripts === undefined) return undefined;
  const text =
    resembles === undefined
      ? t('mixes alphabets!')
      : t('is not {address}!', { address: makeVisible(shownAddress(resembles)) });
  return el('strong', 'header-warning', { title: text }, icon('warning'), ` ${text}`);
}

/** Whether the address of the other side is known. */
export function hasAddress(head: ChatView | undefined): boolean {
  if (!head || head.room) return false;
  return !head.occupant || head.occupant.jid !== undefined;
}
