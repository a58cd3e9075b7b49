// Presence and subscriptions to it (RFC 6121 §3–4).
// https://www.rfc-editor.org/rfc/rfc6121#section-4
import type { Jid } from '../../base/jid.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import {
  buildShow,
  buildStatus,
  parseShow,
  parseStatus,
  type PresenceShow,
} from '../stanza/availability.ts';
import { defineEvent, type IncomingStanza, type Module, type Session } from '../stanza/session.ts';
import { parseStanzaError, type StanzaError } from '../stanza/stanzaError.ts';
import { buildCaps, type Caps } from '../xep/0115-caps.ts';
import { buildAvatarHash } from '../xep/0153-avatarHashes.ts';
import { buildNickname, parseNickname } from '../xep/0172-nickname.ts';
import { parseDelay } from '../xep/0203-delay.ts';
import { parseActivity } from '../xep/0256-lastActivityInPresence.ts';
import { parseIdle } from '../xep/0319-idle.ts';
import { childText, NS_CLIENT, xml } from '../stanza/xml.ts';

const SUBSCRIPTION_TYPES = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] as const;

export type SubscriptionType = (typeof SUBSCRIPTION_TYPES)[number];

interface PresenceBase {
  readonly from: Jid;
  /** The status text, at most 1024 UTF-16 code units; empty if none. */
  readonly status: string;
  /** When it was sent, in ms since 1970, if it was delayed (XEP-0203). */
  readonly delay?: number;
}

/** The presence of one resource. */
export type Presence =
  | (PresenceBase & {
      readonly type: 'available';
      readonly show: PresenceShow;
      /** From -128 to 127; below 0 it receives no messages to the bare JID. */
      readonly priority: number;
      /** Since when the device was not used, in ms since 1970, if it says so (XEP-0319, XEP-0256). */
      readonly idleSince?: number;
    })
  | (PresenceBase & { readonly type: 'unavailable' })
  | (PresenceBase & { readonly type: 'error'; readonly error: StanzaError });

/** A step in the subscription to each other's presence. */
export interface SubscriptionChange {
  /** Bare. */
  readonly from: Jid;
  readonly type: SubscriptionType;
  /** The text added to the request; untrusted. */
  readonly status: string;
  /** What they call themselves (XEP-0172 §4.1), at most 256 UTF-16 code units; empty if they do not say; untrusted. */
  readonly nickname: string;
}

/** Presence of a contact, or of another resource of ours. */
export const presenceReceived = defineEvent<Presence>('presenceReceived');
/** A contact requests a subscription, answers our request, or cancels one (RFC 6121 §3). */
export const subscriptionReceived = defineEvent<SubscriptionChange>('subscriptionReceived');

/** Parses presence; `undefined` if the type is of a subscription, a probe or unknown. */
export function parsePresence(stanza: IncomingStanza): Presence | undefined {
  const { from, element, arrived } = stanza;
  const delay = parseDelay(element, arrived);
  const base = { from, status: parseStatus(element), ...(delay === undefined ? {} : { delay }) };
  const type = element.attrs['type'];
  if (type === 'unavailable') return { ...base, type };
  if (type === 'error') return { ...base, type, error: parseStanzaError(element) };
  if (type !== undefined) return undefined;
  const show = parseShow(element);
  const isAway = show === 'away' || show === 'xa';
  const idleSince =
    parseIdle(element, arrived) ?? (isAway ? parseActivity(element, delay ?? arrived) : undefined);
  return {
    type: 'available',
    show,
    priority: parsePriority(childText(element, 'priority', NS_CLIENT)),
    ...(idleSince === undefined ? {} : { idleSince }),
    // Last: V8 slows down if any property follows a spread.
    ...base,
  };
}

/** Parses a subscription stanza; `undefined` for any other presence. */
export function parseSubscription({
  from,
  element,
}: IncomingStanza): SubscriptionChange | undefined {
  const type = SUBSCRIPTION_TYPES.find((known) => known === element.attrs['type']);
  return (
    type && {
      from: from.toBare(),
      type,
      status: parseStatus(element),
      nickname: parseNickname(element),
    }
  );
}

/** Broadcasts available presence to subscribers (RFC 6121 §4.2, §4.4). @throws StanzaError */
export function sendPresence(
  session: Session,
  presence: {
    readonly show: PresenceShow;
    readonly status: string;
    readonly priority: number;
    readonly caps: Caps;
    /** As in {@link buildAvatarHash}. */
    readonly avatarHash?: string | undefined;
  },
): void {
  const { show, status, priority, caps, avatarHash } = presence;
  session.send(
    xml(
      'presence',
      null,
      buildShow(show),
      buildStatus(status),
      priority === 0 ? undefined : xml('priority', null, String(priority)),
      buildCaps(caps),
      buildAvatarHash(avatarHash),
    ),
  );
}

/** Broadcasts unavailable presence of this resource (RFC 6121 §4.5). @throws StanzaError */
export function sendUnavailable(session: Session, status: string): void {
  session.send(xml('presence', { type: 'unavailable' }, buildStatus(status)));
}

/**
 * Probes the presence of a contact at their server (RFC 6121 §4.3), as our own server does when a
 * session begins. @throws StanzaError
 */
export function sendProbe(session: Session, to: Jid): void {
  session.send(xml('presence', { type: 'probe', to: to.bare }));
}

/**
 * Requests, approves or cancels a subscription (RFC 6121 §3).
 * @param nickname what we call ourselves, with a request (XEP-0172 §4.1)
 * @throws StanzaError
 */
export function sendSubscription(
  session: Session,
  to: Jid,
  type: SubscriptionType,
  nickname = '',
): void {
  session.send(xml('presence', { to: to.bare, type }, buildNickname(nickname)));
}

export const presenceModule: Module = {
  xep: 'RFC 6121 §3–4',
  features: [],
  attach(session) {
    const store = new DisposableStore();
    store.add(
      session.onStanza('presence', (stanza) => {
        const presence = parsePresence(stanza);
        if (presence) session.emit(presenceReceived, presence);
      }),
    );
    store.add(
      session.onStanza('presence', (stanza) => {
        const change = parseSubscription(stanza);
        if (change) session.emit(subscriptionReceived, change);
      }),
    );
    return store;
  },
};

/** RFC 6121 §4.7.2.3: an integer from -128 to 127; anything else counts as 0. */
function parsePriority(text = ''): number {
  const priority = /^\s*[+-]?\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  return priority >= -128 && priority <= 127 ? priority : 0;
}
