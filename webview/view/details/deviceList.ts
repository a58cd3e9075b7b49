import { clientText, durationText, localTimeText } from '../../../src/api/contactText.ts';
import type { KnownDetails } from '../../../src/api/detailsPanel.ts';
import type {
  ContactDetailsView,
  DeviceDetailsView,
  ResourceView,
} from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { el } from '../dom.ts';
import { presenceLabel, renderPresence } from '../presence.ts';
import { renderFacts } from './section.ts';

/** The answers of a server and devices, and when they came, in ms since 1970. */
export interface TimedAnswers {
  readonly answers: ContactDetailsView;
  readonly time: number;
}

/** The devices that are online, with what each has answered. */
export function renderDevices(
  { contact, isOnline }: KnownDetails,
  timed: TimedAnswers | undefined,
  now: number,
): readonly HTMLElement[] {
  if (contact.resources.length === 0) {
    return [el('p', 'details-none', {}, whyNone(contact, isOnline))];
  }
  return contact.resources.map((resource) => {
    const details = timed?.answers.devices.find((device) => device.resource === resource.resource);
    const age = now - (timed?.time ?? now);
    return renderDevice(resource, details, { now, age, isAsked: timed?.answers.complete === true });
  });
}

function whyNone(
  { blockedBy, inRoster, subscription }: KnownDetails['contact'],
  isOnline: boolean,
): string {
  if (!isOnline) return t('They are not known while you are offline.');
  if (blockedBy !== undefined) return t('They are not known while the contact is blocked.');
  const isSeen = inRoster && (subscription === 'both' || subscription === 'to');
  return isSeen ? t('No device is online.') : t('You do not see their presence.');
}

interface Asked {
  readonly now: number;
  /** Of the answers, in ms: it has been idle since. */
  readonly age: number;
  /** Whether no answers are waited for. */
  readonly isAsked: boolean;
}

function renderDevice(
  { resource, show, status, priority, idleSince }: ResourceView,
  details: DeviceDetailsView | undefined,
  { now, age, isAsked }: Asked,
): HTMLElement {
  const idle =
    idleSeconds(idleSince, now) ??
    (details?.idle === undefined ? undefined : details.idle + age / 1000);
  const facts = renderFacts([
    { label: t('status message'), value: status },
    { label: t('client'), value: details ? clientText(details) : '' },
    {
      label: t('not used for'),
      value: idle === undefined ? '' : durationText(Math.floor(idle)),
    },
    {
      label: t('local time'),
      value: details?.utcOffset === undefined ? '' : localTimeText(now, details.utcOffset),
    },
    { label: t('priority'), value: String(priority) },
  ]);
  const name = el(
    'h3',
    'details-device-name',
    { dir: 'auto' },
    resource === '' ? t('Device') : resource,
  );
  const presence = el('span', 'details-muted', {}, presenceLabel(show));
  const { software, idle: since, utcOffset } = details ?? {};
  const isSilent = isAsked && !software && since === undefined && utcOffset === undefined;
  const silence = el('p', 'details-none', {}, t('It tells nothing more of itself.'));
  return el(
    'div',
    'details-device',
    {},
    el('div', 'details-device-head', {}, renderPresence(show), name, presence),
    facts,
    ...(isSilent ? [silence] : []),
  );
}

function idleSeconds(since: number | undefined, now: number): number | undefined {
  return since === undefined ? undefined : Math.max(0, (now - since) / 1000);
}
