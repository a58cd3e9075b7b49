/** What is said in words of a contact and their devices. */
import type { ContactView, DeviceDetailsView } from './views.ts';

const SUBSCRIPTIONS: Readonly<Record<ContactView['subscription'], string>> = {
  both: 'You see each other’s presence',
  to: 'You see their presence, they do not see yours',
  from: 'They see your presence, you do not see theirs',
  none: 'Neither of you sees the other’s presence',
};

/** Who sees whose presence. */
export function subscriptionText(contact: ContactView): string {
  const { inRoster, pending, refusal, subscription } = contact;
  if (!inRoster) return 'Not in your contacts';
  const isWaiting = pending && !refusal;
  return `${SUBSCRIPTIONS[subscription]}${isWaiting ? '; your request is not answered yet' : ''}`;
}

/** The client of a device, as far as it tells; empty if it does not. */
export function clientText({ software }: DeviceDetailsView): string {
  const { name = '', version = '', os = '' } = software ?? {};
  return [name, version, os && `(${os})`].filter((part) => part !== '').join(' ');
}

/** @param seconds at least 0 */
export function durationText(seconds: number): string {
  for (const [unit, size] of [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const) {
    if (seconds >= 2 * size) return `${Math.floor(seconds / size)} ${unit}`;
  }
  return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
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
