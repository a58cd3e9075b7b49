import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Element } from './xml.ts';

/** The name of a typed event; made once by {@link defineEvent} in the module that emits it. */
export interface EventKey<T> {
  readonly name: string;
  /** Never set; carries the type. */
  readonly value?: T;
}

/** Names a typed event of a session. */
export function defineEvent<T>(name: string): EventKey<T> {
  return { name };
}

/** The name of what is remembered for a session; made once by {@link defineMemo}. */
export interface MemoKey<T> {
  readonly name: string;
  /** Never set; carries the type. */
  readonly value?: T;
}

/** Names something that is remembered for each session. */
export function defineMemo<T>(name: string): MemoKey<T> {
  return { name };
}

/**
 * How long something is remembered:
 * - `offline`: until the stream is gone. For what a server may tell anew on each stream, resumed or not.
 * - `newSession`: until a new session begins, so also over a resumption (XEP-0198), which loses nothing.
 *   For what was learned of servers and services.
 * - `disposed`: as long as the account is attached. For what lasts at the server.
 */
export type MemoEnd = 'offline' | 'newSession' | 'disposed';

/** The stream is ready for stanzas. After a resume (XEP-0198) nothing was lost and state holds. */
export const sessionOnline = defineEvent<{ readonly jid: Jid; readonly resumed: boolean }>(
  'sessionOnline',
);
/** The stream is gone; requests in flight have failed. */
export const sessionOffline = defineEvent<undefined>('sessionOffline');

/** An iq of type get or set that we send. */
export interface OutgoingIq {
  readonly type: 'get' | 'set';
  /** Our own account when absent. */
  readonly to?: Jid;
  readonly payload: Element;
  /** 30 s when absent. */
  readonly timeoutMs?: number | undefined;
}

/** An iq of type get or set that somebody sent us. */
export interface IncomingIq {
  readonly type: 'get' | 'set';
  readonly from: Jid;
  readonly payload: Element;
  /** When it came, in ms since 1970. */
  readonly arrived: number;
}

/**
 * Answers an incoming iq with a payload, or with an empty result for `undefined`: at once, or
 * within 20 s, after which an error is the answer. @throws StanzaError
 */
export type IqHandler = (iq: IncomingIq) => Element | undefined | Promise<Element | undefined>;

/** An incoming message or presence, its sender checked to be a JID (our own account where absent). */
export interface IncomingStanza {
  readonly from: Jid;
  readonly element: Element;
  /** When it came, in ms since 1970. */
  readonly arrived: number;
}

/**
 * One account's session, over as many connections as it takes. What is attached to it stays
 * attached when the connection is lost and comes back.
 */
export interface Session {
  /** The account's bare JID. */
  readonly account: Jid;
  /** The full JID bound to the stream while online. */
  readonly jid: Jid | undefined;

  /** Hears every message or presence, in the order received, errors included. */
  onStanza(name: 'message' | 'presence', handler: (stanza: IncomingStanza) => void): Disposable;
  /**
   * Answers iqs whose payload has this name and namespace, of those who may know that we are here;
   * others are answered as if we were not.
   */
  onIq(type: 'get' | 'set', name: string, xmlns: string, handler: IqHandler): Disposable;

  /**
   * Sends an iq and waits for its answer, matched by id and by sender (RFC 6120 §8.1.2.1).
   * Result: the whole iq of type `result`.
   * @throws StanzaError the answer's, `remote-server-timeout` after the time-out, or
   *   `not-connected` when there is no stream or it is lost meanwhile.
   */
  request(iq: OutgoingIq): Promise<Element>;
  /** Sends a message or presence. @throws StanzaError `not-connected` when there is no stream. */
  send(stanza: Element): void;

  /**
   * Whether more is read from the server, as it is at first and on each new connection. Reading must
   * never wait for anything that the server has still to say.
   */
  setReading(reading: boolean): void;

  /**
   * While a stanza is being received: what it brought is not kept yet, so the server must not forget
   * it (XEP-0198 §4). Result: ends that; with false, it was not kept, and the server hands it over
   * again when the session is resumed.
   */
  hold(): (isKept: boolean) => void;

  /** Whether the server offers this stream feature (RFC 6120 §4.3.2); none while offline. */
  offers(name: string, xmlns: string): boolean;

  /** Whether this JID may learn that we are here: our account, its server, and who sees our presence. */
  mayKnowPresence(jid: Jid): boolean;

  /**
   * What is remembered by this key, made at its first use and again at the first one after `until`.
   * A key is used with one end of its time only.
   */
  memo<T>(key: MemoKey<T>, make: () => NoInfer<T>, until: MemoEnd): T;

  on<T>(key: EventKey<T>, listener: (value: T) => void): Disposable;
  emit<T>(key: EventKey<T>, value: T): void;
}

/** An extension, switched on by one line in `modules.ts`. */
export interface Module {
  /** Such as `XEP-0199`. */
  readonly xep: string;
  /** What we announce by service discovery (XEP-0030). */
  readonly features: readonly string[];
  /** Hears of what the session receives; absent where it only reads and writes elements in others' stanzas. */
  readonly attach?: (session: Session) => Disposable;
}
