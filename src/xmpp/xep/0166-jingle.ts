// XEP-0166: Jingle, version 1.1.2
// https://xmpp.org/extensions/xep-0166.html
import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { type Disposable, DisposableStore, onDispose } from '../../base/lifecycle.ts';
import type { CallNotice, FileOfferNotice } from '../stanza/notice.ts';
import {
  defineEvent,
  defineMemo,
  type IncomingIq,
  type Module,
  type Session,
  sessionOnline,
} from '../stanza/session.ts';
import { admitOffer } from '../stanza/offerLimit.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { jingleError, type JingleRequest, NS_JINGLE, parseJingle } from './0166-requests.ts';
import { JingleSession } from './0166-session.ts';
import { offered } from './0353-jingleMessages.ts';

/** The purpose of an offered session. */
export interface Offer {
  /** The session's own id. */
  readonly id: string;
  readonly notice: CallNotice | FileOfferNotice;
}

/** An offer by a sender who may know our presence. */
export interface SessionOffer extends Offer {
  readonly from: Jid;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
}

/** A session is offered that cannot be accepted. */
export const sessionOffered = defineEvent<SessionOffer>('sessionOffered');

/** Parses the purpose of an initiated session; `undefined` for any other action. */
export function parseInitiation(jingle: Element): Offer | undefined {
  const { action, sid } = jingle.attrs;
  const id = receivedId(sid);
  if (action !== 'session-initiate' || id === undefined) return undefined;
  for (const content of jingle.getChildren('content', NS_JINGLE)) {
    const notice = offered(content);
    if (notice) return { id, notice };
  }
  return undefined;
}

/**
 * Emits an offer by iq of a sender who may know our presence, and declines it: the plainest refusal
 * is that the feature is not supported (§6.3.2).
 *
 * @throws StanzaError always
 */
export function tellOffer(
  session: Session,
  { from, arrived }: IncomingIq,
  offer: Offer | undefined,
): never {
  if (offer) session.emit(sessionOffered, { ...offer, from, arrived });
  throw new StanzaError('service-unavailable');
}

/**
 * Takes a session that a peer has initiated, and sets its handler or terminates it.
 * @returns false if it cannot be taken. @throws StanzaError
 */
export type JingleApplication = (
  jingle: JingleSession,
  request: JingleRequest,
  arrived: number,
) => boolean;

/** The Jingle sessions of an account. */
export class JingleSessions {
  readonly #session: Session;
  readonly #applications = new Map<string, JingleApplication>();
  readonly #sessions = new Map<string, JingleSession>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Offers sessions of this application, by the namespace of its descriptions, to `take`. */
  serve(xmlns: string, take: JingleApplication): Disposable {
    this.#applications.set(xmlns, take);
    return onDispose(() => this.#applications.delete(xmlns));
  }

  /** Begins a session, yet to be initiated. */
  begin(peer: Jid): JingleSession {
    return this.#add(new JingleSession(this.#session, peer, randomUUID(), 'initiator'));
  }

  /** Acts on a request. @throws StanzaError to answer it with */
  receive(iq: IncomingIq): undefined {
    const request = parseJingle(iq.payload);
    const known = this.#sessions.get(keyOf(iq.from, request.sid));
    if (known && !known.end) known.receive(request);
    else if (request.action === 'session-initiate') this.#take(iq, request);
    else throw jingleError('unknown-session');
  }

  /** A full JID has become available or unavailable. */
  present(jid: Jid, isAvailable: boolean): void {
    for (const jingle of this.#sessions.values()) {
      if (jingle.peer.equals(jid)) jingle.present(isAvailable);
    }
  }

  /** Ends all sessions together with the stream's. */
  lose(): void {
    for (const jingle of [...this.#sessions.values()]) jingle.lose();
  }

  #take(iq: IncomingIq, request: JingleRequest): void {
    const take = this.#applications.get(request.contents[0]?.description?.getNS() ?? '');
    const { from } = iq;
    const place = take && admitOffer(this.#session, from);
    try {
      const jingle = new JingleSession(this.#session, from, request.sid, 'responder');
      if (!take?.(jingle, request, iq.arrived)) {
        tellOffer(this.#session, iq, parseInitiation(iq.payload));
      }
      this.#add(jingle);
      void jingle.ended.then(() => place?.dispose());
    } catch (error) {
      place?.dispose();
      throw error;
    }
  }

  #add(jingle: JingleSession): JingleSession {
    if (jingle.end) return jingle;
    const key = keyOf(jingle.peer, jingle.sid);
    this.#sessions.set(key, jingle);
    void jingle.ended.then(() => this.#sessions.delete(key));
    return jingle;
  }
}

const sessions = defineMemo<JingleSessions>('jingleSessions');

/** The Jingle sessions of an account. */
export function jingleOf(session: Session): JingleSessions {
  return session.memo(sessions, () => new JingleSessions(session), 'disposed');
}

export const jingleModule: Module = {
  xep: 'XEP-0166',
  features: [NS_JINGLE],
  attach: (session) => {
    const jingle = jingleOf(session);
    const owned = new DisposableStore();
    owned.add(session.onIq('set', 'jingle', NS_JINGLE, (iq) => jingle.receive(iq)));
    owned.add(
      session.onStanza('presence', ({ from, element: { attrs } }) => {
        const { type } = attrs;
        if (type === undefined || type === 'unavailable') jingle.present(from, type === undefined);
      }),
    );
    owned.add(
      session.on(sessionOnline, ({ resumed }) => {
        if (!resumed) jingle.lose();
      }),
    );
    owned.add(
      onDispose(() => {
        jingle.lose();
      }),
    );
    return owned;
  },
};

function keyOf(peer: Jid, sid: string): string {
  return JSON.stringify([peer.full, sid]);
}
