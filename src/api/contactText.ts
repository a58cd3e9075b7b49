/** What is said in words of a contact and their devices. */
import { plural, t } from '../base/l10n.ts';
import type { ContactView, DeviceDetailsView } from './views.ts';

const SUBSCRIPTIONS: Readonly<Record<ContactView['subscription'], () => string>> = {
  both: () => t('You see each other’s presence'),
  to: () => t('You see their presence, they do not see yours'),
  from: () => t('They see your presence, you do not see theirs'),
  none: () => t('Neither of you sees the other’s presence'),
};

/** Who sees whose presence. */
export function subscriptionText(contact: ContactView): string {
  const { inRoster, pending, refusal, subscription } = contact;
  if (!inRoster) return t('Not in your contacts');
  const presence = SUBSCRIPTIONS[subscription]();
  return pending && !refusal
    ? t('{presence}; your request is not answered yet', { presence })
    : presence;
}

/** The client of a device, as far as it tells; empty if it does not. */
export function clientText({ software }: DeviceDetailsView): string {
  const { name = '', version = '', os = '' } = software ?? {};
  return [name, version, os && `(${os})`].filter((part) => part !== '').join(' ');
}

/** @param seconds at least 0 */
export function durationText(seconds: number): string {
  const [minute, hour, day] = [60, 3600, 86_400];
  const whole = (unit: number) => Math.floor(seconds / unit);
  if (seconds >= 2 * day) return plural(whole(day), ['{count} day', '{count} days']);
  if (seconds >= 2 * hour) return plural(whole(hour), ['{count} hour', '{count} hours']);
  if (seconds >= 2 * minute) return plural(whole(minute), ['{count} minute', '{count} minutes']);
  return plural(seconds, ['{count} second', '{count} seconds']);
}

/**
 * The time of day at a device.
 *
 * @param now in ms since 1970
 * @param offset of its time zone from UTC, in minutes
 */
export function localTimeText(now: number, offset: number): string {
  const time = new Date(now + offset * 60_000).toISOString().slice(11, 16);
  const two = (n: number) => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  return `${time} (UTC${offset < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)})`;
}
