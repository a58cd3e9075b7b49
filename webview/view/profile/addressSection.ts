import type { AddressForm } from '../../../src/api/profilePanel.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { addressParts, buildXmppUri } from '../../../src/base/xmppUri.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText } from '../dom.ts';
import { renderQrCode } from './qrCode.ts';

const COPIED: Readonly<Record<AddressForm, () => string>> = {
  address: () => t('The address was copied.'),
  link: () => t('The link was copied.'),
};

/** The user's own address, to be given to others: as text, as a link and as a QR code. */
export class AddressSection {
  readonly element: HTMLElement;
  readonly #copyLink: HTMLElement;

  /** @param copy copies the address */
  constructor(account: string, copy: (form: AddressForm) => void) {
    const link = buildXmppUri(addressParts(account));
    const about = t('Others add you with it, or scan the code with the camera of their phone.');
    const hint = el('div', 'profile-hint', { role: 'status' }, about);
    const button = (label: string, form: AddressForm) =>
      createButton(label, () => {
        copy(form);
        setText(hint, COPIED[form]());
      });
    this.#copyLink = button(t('Copy Link'), 'link');
    const side = el(
      'div',
      'profile-side',
      {},
      el('h2', 'profile-heading', { id: 'my-address' }, t('My Address')),
      el('div', 'profile-address', {}, shownAddress(account)),
      el('div', 'profile-address', {}, link),
      el('div', 'profile-buttons', {}, button(t('Copy Address'), 'address'), this.#copyLink),
      hint,
    );
    this.element = el('section', 'profile-card', { 'aria-labelledby': 'my-address' });
    const code = renderQrCode(link, t('QR code of {link}', { link }));
    this.element.append(...(code ? [code] : []), side);
  }

  /** Brings it into sight. */
  show(): void {
    this.element.scrollIntoView({ block: 'nearest' });
    this.#copyLink.focus({ preventScroll: true });
  }
}
