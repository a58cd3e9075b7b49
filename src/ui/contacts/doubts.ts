import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { Lookalikes } from '../../base/lookalike.ts';
import { mixesScripts } from '../../base/scripts.ts';
import type { OwnedContact } from '../state.ts';

export type Resemblance = (address: string) => string | undefined;

/** The contact that an address could be mistaken for (UTS #39). */
export function resemblanceTo(contacts: readonly OwnedContact[]): Resemblance {
  let lookalikes: Lookalikes | undefined;
  return (address) => {
    // Built lazily: only needed if there is a stranger.
    lookalikes ??= new Lookalikes(
      contacts.filter(({ contact }) => contact.inRoster).map(({ contact }) => contact.id),
    );
    return lookalikes.find(address);
  };
}

/** The same for an address that is being typed, or asked about: a sentence without its full stop. */
export function caution(address: string, resembles: string | undefined): string | undefined {
  if (resembles !== undefined) {
    return t('This is not {address}, whom you know: check every letter', {
      address: shownAddress(resembles),
    });
  }
  return mixesScripts(address)
    ? t('This mixes letters of different alphabets: check every letter')
    : undefined;
}

/** A warning for addresses that resemble a contact's or mix scripts; empty for all others. */
export function warning(address: string, resembles: string | undefined): string {
  if (resembles !== undefined)
    return `${t('is not {address}!', { address: shownAddress(resembles) })} `;
  return mixesScripts(address) ? `${t('mixes alphabets!')} ` : '';
}
