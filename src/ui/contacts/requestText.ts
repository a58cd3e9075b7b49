import { t } from '../../base/l10n.ts';

/**
 * What stands beside the address of somebody who asks: the nickname that they take, which anybody
 * may (XEP-0172 §6), and what they say. May be empty.
 */
export function besideRequest(nickname: string, words: string): string {
  const called = nickname === '' ? '' : t('calls themselves “{nickname}”', { nickname });
  return [called, words].filter((part) => part !== '').join(' · ');
}
