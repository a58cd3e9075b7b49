import { StanzaError } from '../xmpp/stanzaError.ts';
import type { Session } from '../xmpp/session.ts';
import { fetchLastActivity } from '../xmpp/xep/0012-lastActivity.ts';
import { fetchVcard, type Vcard } from '../xmpp/xep/0054-vcard.ts';
import { fetchVersion, type SoftwareVersion } from '../xmpp/xep/0092-version.ts';
import { fetchTime } from '../xmpp/xep/0202-time.ts';
import type { Contact } from './contacts.ts';

/** What was not answered by then is left out. */
const TIMEOUT_MS = 5000;
/** A contact with more devices than these is asked about the most available only. */
const MAX_DEVICES = 10;

/** What a device answers; what it does not tell is absent. */
export interface DeviceDetails {
  readonly resource: string;
  readonly software?: SoftwareVersion | undefined;
  /** For how long nobody has used it, in seconds. */
  readonly idle?: number | undefined;
  /** Its time zone's offset from UTC, in minutes. */
  readonly utcOffset?: number | undefined;
}

/** What is asked of a contact only when the user looks. */
export interface ContactDetails {
  readonly vcard?: Vcard | undefined;
  /** How long ago the last device left, in seconds, while none is there. */
  readonly lastSeen?: number | undefined;
  readonly devices: readonly DeviceDetails[];
}

/** Asks the contact's server and devices, all at once. */
export async function fetchContactDetails(
  session: Session,
  { jid, resources }: Contact,
): Promise<ContactDetails> {
  const devices = resources.slice(0, MAX_DEVICES).map(async ({ resource }) => {
    const device = resource === '' ? jid : jid.withResource(resource);
    const [software, idle, utcOffset] = await Promise.all([
      answerOf(fetchVersion(session, device, TIMEOUT_MS)),
      answerOf(fetchLastActivity(session, device, TIMEOUT_MS)),
      answerOf(fetchTime(session, device, TIMEOUT_MS)),
    ]);
    return { resource, software, idle, utcOffset };
  });
  const lastSeen =
    resources.length === 0 ? answerOf(fetchLastActivity(session, jid, TIMEOUT_MS)) : undefined;
  const vcard = answerOf(fetchVcard(session, jid, TIMEOUT_MS));
  return {
    vcard: await vcard,
    lastSeen: await lastSeen,
    devices: await Promise.all(devices),
  };
}

/** Nobody has to answer: a refusal is no error of the whole. */
function answerOf<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (error instanceof StanzaError) return undefined;
    throw error;
  });
}
