import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { type UserError, userError } from '../../base/userError.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { fetchLastActivity } from '../../xmpp/xep/0012-lastActivity.ts';
import { fetchVcard, type Vcard } from '../../xmpp/xep/0054-vcard.ts';
import { fetchVersion, type SoftwareVersion } from '../../xmpp/xep/0092-version.ts';
import { fetchTime } from '../../xmpp/xep/0202-time.ts';
import { fetchVcard4 } from '../../xmpp/xep/0292-vcard4.ts';
import { explain } from '../explain.ts';
import type { Contact } from './contacts.ts';

/** Timeout for each answer, in milliseconds; late ones are left out. */
const TIMEOUT_MS = 5000;
/** Maximum number of devices queried per contact, the most available. */
const MAX_DEVICES = 10;
/** The answers of servers where there is no card (XEP-0054 §3.3). */
const NO_CARD: readonly string[] = [
  ...['item-not-found', 'service-unavailable', 'feature-not-implemented'],
];

/** A device's answers; what it does not reveal is absent. */
export interface DeviceDetails {
  readonly resource: string;
  readonly software?: SoftwareVersion | undefined;
  /** For how long it has been idle, in seconds. */
  readonly idle?: number | undefined;
  /** Its time zone's offset from UTC, in minutes. */
  readonly utcOffset?: number | undefined;
}

/** Details of a contact that are requested on demand. */
export interface ContactDetails {
  readonly vcard?: Vcard | undefined;
  /** Why no card could be read; absent where there is none. */
  readonly cardError?: UserError | undefined;
  /** How long ago the last device went offline, in seconds, while none is online. */
  readonly lastSeen?: number | undefined;
  readonly devices: readonly DeviceDetails[];
}

/**
 * Queries the contact's server and devices, concurrently, for at most five seconds.
 * @param onDetails called at each answer, with all received so far
 */
export async function fetchContactDetails(
  session: Session,
  { jid, resources }: Pick<Contact, 'jid' | 'resources'>,
  onDetails: (details: ContactDetails) => void,
): Promise<void> {
  const devices: DeviceDetails[] = resources
    .slice(0, MAX_DEVICES)
    .map(({ resource }) => ({ resource }));
  let details: ContactDetails = { devices };
  const learn = async (
    request: Promise<Partial<Omit<ContactDetails, 'devices'> & Omit<DeviceDetails, 'resource'>>>,
    at?: number,
  ) => {
    const answer = await answerOf(request);
    if (!answer) return;
    const device = at === undefined ? undefined : devices[at];
    if (at !== undefined && device) devices[at] = { ...device, ...answer };
    details = { ...details, ...(device ? {} : answer), devices: [...devices] };
    onDetails(details);
  };
  /** Both kinds of card may come in either order; what the first kind says counts. */
  const cards: (Vcard | undefined)[] = [];
  let cardError: UserError | undefined;
  const learnCard = (request: Promise<Vcard | undefined>, rank: number) =>
    learn(
      request.then((card) => {
        cards[rank] = card;
        const vcard = merged(cards[0], cards[1]);
        return { vcard, cardError: vcard ? undefined : cardError };
      }),
    );
  const vcard = fetchVcard(session, jid, TIMEOUT_MS).catch((error: unknown) => {
    cardError = refusalOf(error, jid);
    return undefined;
  });
  const last = (of: Jid) => fetchLastActivity(session, of, TIMEOUT_MS);
  await Promise.all([
    learnCard(vcard, 0),
    learnCard(fetchVcard4(session, jid, TIMEOUT_MS), 1),
    ...(resources.length === 0 ? [learn(last(jid).then((lastSeen) => ({ lastSeen })))] : []),
    ...devices.flatMap(({ resource }, at) => {
      const device = resource === '' ? jid : jid.withResource(resource);
      return [
        learn(
          fetchVersion(session, device, TIMEOUT_MS).then((software) => ({ software })),
          at,
        ),
        learn(
          last(device).then((idle) => ({ idle })),
          at,
        ),
        learn(
          fetchTime(session, device, TIMEOUT_MS).then((utcOffset) => ({ utcOffset })),
          at,
        ),
      ];
    }),
  ]);
}

/** A card, and what it lacks from another one: many accounts have two, and servers convert few of them. */
function merged(card: Vcard | undefined, other: Vcard | undefined): Vcard | undefined {
  if (!card || !other) return card ?? other;
  const given = Object.entries(card).filter(([, text]) => text !== '');
  return { ...other, ...Object.fromEntries(given) };
}

/** Why a card could not be read; `undefined` if there is none. @throws unless it is an answer */
function refusalOf(error: unknown, jid: Jid): UserError | undefined {
  if (!(error instanceof StanzaError)) throw error;
  if (NO_CARD.includes(error.condition)) return undefined;
  return explain(error, userError('task.read-card', { name: shownAddress(jid.bare) })).userError;
}

/** Answers are optional: an error response does not fail the whole. */
function answerOf<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (error instanceof StanzaError) return undefined;
    throw error;
  });
}
