import { shownAddress } from '../../base/jidEscaping.ts';
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

/** A warning for addresses that resemble a contact's or mix scripts; empty for all others. */
export function warning(address: string, resembles: string | undefined): string {
  if (resembles !== undefined) return `is not ${shownAddress(resembles)}! `;
  return mixesScripts(address) ? 'mixes alphabets! ' : '';
}
