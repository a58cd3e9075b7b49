import { durationText, subscriptionText } from '../../../src/api/contactText.ts';
import type { KnownDetails } from '../../../src/api/detailsPanel.ts';
import { say } from '../../../src/api/say.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { createIconButton } from '../../toolkit.ts';
import { renderAvatar } from '../avatar.ts';
import { el, redraw, setText, toggle } from '../dom.ts';
import { presenceLabel, renderPresence } from '../presence.ts';

interface Times {
  readonly now: number;
  readonly lastSeen: number | undefined;
}

/** Who it is: avatar, name, address, and presence in words. */
export class DetailsHead {
  readonly element: HTMLElement;
  readonly #chat: string;
  #avatar = el('span', 'avatar');
  #drawnAvatar = '';
  readonly #name = el('h1', 'details-name', { dir: 'auto' });
  readonly #presence = el('div', 'details-presence');
  readonly #status = el('div', 'details-status', { dir: 'auto' });
  readonly #subscription = el('div', 'details-muted');
  readonly #refusal = el('div', 'details-error');

  /** @param copy copies the address */
  constructor(chat: string, copy: () => void) {
    this.#chat = chat;
    const address = el('bdi', 'details-address-text', {}, shownAddress(chat));
    this.element = el(
      'header',
      'details-head',
      {},
      this.#avatar,
      el(
        'div',
        'details-who',
        {},
        this.#name,
        el(
          'div',
          'details-address',
          {},
          address,
          createIconButton('copy', t('Copy Address'), copy),
        ),
        this.#presence,
        this.#status,
        this.#subscription,
        this.#refusal,
      ),
    );
  }

  /**
   * @param picture the avatar, as its address within the page
   * @param times now and when they were last seen, if they are offline, in ms since 1970
   */
  render({ contact, isOnline }: KnownDetails, picture: string | undefined, times: Times): void {
    this.#renderAvatar(contact.name, picture);
    setText(this.#name, contact.name);
    const words = presenceText(contact, isOnline, times);
    redraw(this.#presence, [renderPresence(contact.show), el('span', '', {}, words)]);
    setText(this.#status, contact.status);
    toggle(this.#status, contact.status !== '');
    setText(this.#subscription, subscriptionText(contact));
    setText(this.#refusal, contact.refusal ? say(contact.refusal.reason) : '');
    toggle(this.#refusal, contact.refusal !== undefined);
  }

  #renderAvatar(name: string, picture: string | undefined): void {
    const drawn = picture ?? `initial of ${name}`;
    if (drawn === this.#drawnAvatar) return;
    this.#drawnAvatar = drawn;
    const avatar = renderAvatar(name, this.#chat, picture);
    this.#avatar.replaceWith(avatar);
    this.#avatar = avatar;
  }
}

function presenceText(
  { blockedBy, resources, show }: KnownDetails['contact'],
  isOnline: boolean,
  { now, lastSeen }: Times,
): string {
  if (blockedBy !== undefined)
    return t('Blocked, as {address} is', { address: shownAddress(blockedBy) });
  const seen = lastSeen === undefined ? undefined : { duration: since(lastSeen, now) };
  if (!isOnline) {
    return seen
      ? t('Presence is not known while you are offline, last seen {duration} ago', seen)
      : t('Presence is not known while you are offline');
  }
  const presence = presenceLabel(show);
  if (show === 'offline') return seen ? t('Offline, last seen {duration} ago', seen) : presence;
  const [best] = resources;
  return best
    ? t('{presence} for {duration}', { presence, duration: since(best.since, now) })
    : presence;
}

/** How long ago it was, in words. Clocks of servers may be ahead of ours. */
function since(time: number, now: number): string {
  return durationText(Math.max(0, Math.floor((now - time) / 1000)));
}
