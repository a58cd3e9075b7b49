import type { QuickPickItem } from 'vscode';
import type { ContactView } from '../../../api/views.ts';
import { Jid } from '../../../base/jid.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { withoutIcons } from '../../plain.ts';

/** Maximum number of addresses in a list: the editor draws more only slowly. */
const MAX_LISTED = 2000;

export interface BlockedItem extends QuickPickItem {
  readonly address: string;
}

/** The rows of blocked addresses, the latest first. */
export function blockedItems(
  blocked: readonly string[],
  contacts: readonly ContactView[],
): readonly BlockedItem[] {
  const names = new Map(contacts.map(({ id, name, givenName }) => [id, givenName && name]));
  return blocked
    .slice(-MAX_LISTED)
    .reverse()
    .map((address) => ({
      label: `$(circle-slash) ${withoutIcons(shownAddress(address))}`,
      description: withoutIcons(names.get(address) ?? kindOf(address)),
      address,
    }));
}

function kindOf(address: string): string {
  const jid = Jid.parse(address);
  if (!jid) return '';
  if (jid.resource !== '') return t('only this device, or this nick in a room');
  return jid.local === '' ? t('everybody at this server') : '';
}
