import type { Clock } from '../../base/clock.ts';
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

/** The key of a value cached for a session; made once by {@link defineMemo}. */
export interface MemoKey<T> {
  readonly name: string;
  /** Never set; carries the type. */
  readonly value?: T;
}

/** Defines the key of a value cached for each session. */
export function defineMemo<T>(name: string): MemoKey<T> {
  return { name };
}

/**
 * The lifetime of a cached value:
 * - `newSession`: until a new session begins, thus across a resumption (XEP-0198), which loses
 *   nothing. For information about servers and services.
 * - `disposed`: as long as the account is attached. For what persists at the server.
 */
export type MemoEnd = 'newSession' | 'disposed';

/** The stream is ready for stanzas. After a resumption (XEP-0198) no stanzas or state were lost. */
export const sessionOnline = defineEvent<{ readonly jid: Jid; readonly resumed: boolean }>(
  'sessionOnline',
);
/** The stream is gone; requests in flight have failed. */
export const sessionOffline = defineEvent<undefined>('sessionOffline');

/** An outgoing iq of type get or set. */
export interface OutgoingIq {
  readonly type: 'get' | 'set';
  /** Our own account when absent. */
  readonly to?: Jid;
  readonly payload: Element;
  /** 30 s when absent. */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether it goes on waiting, without its timeout, while the connection is lost, and fails only
   * when a new session begins; otherwise it fails at once, though the session may be resumed.
   */
  readonly outlivesConnection?: boolean;
  /** Maximum size of the answer, in bytes, where it may be larger than other stanzas. */
  readonly answerBytes?: number;
}

/** An incoming iq of type get or set. */
export interface IncomingIq {
  readonly type: 'get' | 'set';
  readonly from: Jid;
  readonly payload: Element;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
}

/**
 * Answers an incoming iq with a payload, or with an empty result for `undefined`: synchronously, or
 * within its deadline, after which an error is sent. @throws StanzaError
 */
export type IqHandler = (iq: IncomingIq) => Element | undefined | Promise<Element | undefined>;

export interface IqHandlerOptions {
  /**
   * In milliseconds; 20 s when absent. A handler with a deadline of its own limits by itself how
   * many iqs wait for it.
   */
  readonly deadlineMs?: number;
}

/** An incoming message or presence, its sender checked to be a JID (our own account if absent). */
export interface IncomingStanza {
  readonly from: Jid;
  readonly element: Element;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
}

/**
 * One account's session, over any number of connections. Attached modules stay attached when the
 * connection is lost and restored.
 */
export interface Session {
  /** The account's bare JID. */
  readonly account: Jid;
  /** The full JID bound to the stream while online. */
  readonly jid: Jid | undefined;
  readonly clock: Clock;

  /** Handles every message or presence, in the order received, errors included. */
  onStanza(name: 'message' | 'presence', handler: (stanza: IncomingStanza) => void): Disposable;
  /**
   * Answers iqs whose payload has this name and namespace, from senders who may know our presence;
   * others are answered as if we were offline.
   */
  onIq(
    type: 'get' | 'set',
    name: string,
    xmlns: string,
    handler: IqHandler,
    options?: IqHandlerOptions,
  ): Disposable;

  /**
   * Sends an iq and waits for its answer, matched by id and by sender (RFC 6120 §8.1.2.1).
   * @returns the whole iq of type `result`
   * @throws StanzaError the answer's, `remote-server-timeout` after the timeout, or
   *   `not-connected` when there is no stream, or it or its session is lost meanwhile
   */
  request(iq: OutgoingIq): Promise<Element>;
  /** Sends a message or presence. @throws StanzaError `not-connected` when there is no stream. */
  send(stanza: Element): void;

  /**
   * Sets whether data is read from the server, as it is initially and on each new connection.
   * Reading must never wait for anything that the server has yet to send.
   */
  setReading(reading: boolean): void;

  /**
   * Holds the stanza being received: its content is not stored yet, so the server must not discard
   * it (XEP-0198 §4).
   * @returns its release; with false, it was not stored, and the server sends it again when the
   *   session is resumed
   */
  hold(): (isKept: boolean) => void;

  /** The size of the largest stanza that the server says it takes (XEP-0478), in bytes. */
  readonly stanzaLimit: number | undefined;

  /** Whether the server offers this stream feature (RFC 6120 §4.3.2); none while offline. */
  offers(name: string, xmlns: string): boolean;

  /** Whether this JID may know our presence: our account, its server, and presence subscribers. */
  mayKnowPresence(jid: Jid): boolean;

  /**
   * Returns the value cached by this key, made at its first use and again at the first one after
   * `until`. A key is always used with the same lifetime.
   */
  memo<T>(key: MemoKey<T>, make: () => NoInfer<T>, until: MemoEnd): T;

  on<T>(key: EventKey<T>, listener: (value: T) => void): Disposable;
  emit<T>(key: EventKey<T>, value: T): void;
  /** Whether anybody listens to this event. */
  listensTo(key: EventKey<unknown>): boolean;
}

/** A protocol extension, enabled by one line in `modules.ts`. */
export interface Module {
  /** Such as `XEP-0199`. */
  readonly xep: string;
  /** The features announced by service discovery (XEP-0030). */
  readonly features: readonly string[];
  /** Attaches handlers; absent if it only parses and builds elements of others' stanzas. */
  readonly attach?: (session: Session) => Disposable;
}
