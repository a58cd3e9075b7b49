import { shownAddress } from '../../base/jidEscaping.ts';
import { oneLine } from '../../base/oneLine.ts';
import { PROFILE_LABELS } from '../../api/profileLabels.ts';
import {
  type ContactDetailsView,
  type ContactView,
  PROFILE_FIELDS,
  type Show,
} from '../../api/views.ts';
import { say } from '../../api/say.ts';
import { groupName } from './groupName.ts';

/** One line of a contact's details. */
export interface DetailLine {
  readonly device?: string;
  /** The label of the value; empty for the heading of a device. */
  readonly label: string;
  readonly value: string;
  /** Shown in place of the value, which is then empty. */
  readonly show?: Show;
}

const SUBSCRIPTIONS: Readonly<Record<ContactView['subscription'], string>> = {
  both: 'you see each other’s presence',
  to: 'you see their presence, they do not see yours',
  from: 'they see your presence, you do not see theirs',
  none: 'neither sees the other’s presence',
};

/**
 * A contact's details in reading order; unknown ones are left out.
 * @param now in ms since 1970
 */
export function detailLines(
  contact: ContactView,
  details: Omit<ContactDetailsView, 'id' | 'complete'> | undefined,
  now: number,
): DetailLine[] {
  const isWaiting = contact.pending && !contact.refusal;
  const pending = isWaiting ? '; your request is not answered yet' : '';
  const lastSeen = details?.lastSeen;
  const lines: DetailLine[] = [
    { label: 'JID', value: shownAddress(contact.id) },
    { label: 'name in your contacts', value: isNamed(contact) ? contact.name : '' },
    { label: 'groups', value: contact.groups.map(groupName).join(', ') },
    { label: 'subscription', value: subscriptionText(contact) + pending },
    { label: 'request', value: contact.refusal ? say(contact.refusal.reason) : '' },
    ...PROFILE_FIELDS.map((field) => ({
      label: PROFILE_LABELS[field],
      value: oneLine(details?.vcard?.[field] ?? ''),
    })),
    { label: 'last seen', value: lastSeen === undefined ? '' : `${duration(lastSeen)} ago` },
    ...contact.resources.flatMap((resource) => deviceLines(resource, details, now)),
  ];
  return lines.filter(({ label, value, show }) => label === '' || value !== '' || show);
}

function subscriptionText({ inRoster, subscription }: ContactView): string {
  return inRoster ? SUBSCRIPTIONS[subscription] : 'not in your contacts';
}

function deviceLines(
  { resource, show, status, priority }: ContactView['resources'][number],
  details: Omit<ContactDetailsView, 'id' | 'complete'> | undefined,
  now: number,
): DetailLine[] {
  const device = resource === '' ? 'device' : resource;
  const told = details?.devices.find((other) => other.resource === resource);
  const { name = '', version = '', os = '' } = told?.software ?? {};
  const idle = told?.idle;
  const lines: readonly (readonly [label: string, value: string])[] = [
    ['status message', status],
    ['priority', String(priority)],
    ['client', [name, version, os && `(${os})`].filter((part) => part !== '').join(' ')],
    ['not used for', idle === undefined ? '' : duration(idle)],
    ['local time', told?.utcOffset === undefined ? '' : localTime(now, told.utcOffset)],
  ];
  return [
    { device, label: '', value: '' },
    { device, label: 'presence', value: '', show },
    ...lines.map(([label, value]) => ({ device, label, value })),
  ];
}

/** @param seconds at least 0 */
function duration(seconds: number): string {
  for (const [unit, size] of [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const) {
    if (seconds >= 2 * size) return `${Math.floor(seconds / size)} ${unit}`;
  }
  return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}

/** @param offset from UTC in minutes */
function localTime(now: number, offset: number): string {
  const time = new Date(now + offset * 60_000).toISOString().slice(11, 16);
  const two = (n: number) => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  return `${time} (UTC${offset < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)})`;
}

function isNamed({ id, name, inRoster }: ContactView): boolean {
  return inRoster && name !== shownAddress(id);
}
