import { randomUUID } from 'node:crypto';
import type { Client } from '@xmpp/client';
import type { Jid } from '../../base/jid.ts';
import { userError } from '../../base/userError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { ConnectionError, lost, stopped } from './connectionError.ts';
import { asciiName, dial } from './net/dial.ts';
import type { Endpoint } from './net/endpoints.ts';
import { NS_STREAMS, StreamParser } from './xml/parser.ts';
import { createStreamEntity } from './streamEntity.ts';
import { StreamFault } from './streamFault.ts';
import { NS_STREAM_ERRORS, parseClosing, parseStreamError } from './streamError.ts';
import { HandledCountTooHigh, isStanza } from './sm/streamManagement.ts';
import { secureSocket, type Trust } from './net/tls/secureSocket.ts';
import { socketWire, WireSocket } from './net/wire.ts';

export const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const MAX_BYTES_BEFORE_AUTHENTICATION = 64 * 1024;
const MAX_BYTES = 4 * 1024 * 1024;
/** Maximum number of queued elements during negotiation, which is a dialogue. */
const MAX_WAITING = 16;
/** Maximum number of elements after sign-in that may precede an expected answer. */
const MAX_EARLY = 1000;
/** Timeout of a graceful close, in milliseconds. */
const CLOSE_MS = 700;

interface Waiter {
  readonly resolve: (element: Element) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One stream over one connection, from dialling to its end: the library's stream framing over our
 * own sockets and parser. Starts as a dialogue ({@link open}, {@link next}, {@link request}), until
 * {@link deliver} passes on all received elements.
 */
export class ClientStream {
  readonly endpoint: Endpoint;
  readonly #domain: string;
  readonly #trust: Trust;
  readonly #entity: Client;
  readonly #socket = new WireSocket();
  readonly #inbox: Element[] = [];
  #waiter: Waiter | undefined;
  #handler: ((element: Element) => void) | undefined;
  #expectedIq: string | undefined;
  #authenticated = false;
  #awaitsProceed = false;
  #closing = false;
  #error: ConnectionError | undefined;
  /** Aborts dialling. */
  readonly #dialling = new AbortController();
  readonly #ended: Promise<ConnectionError>;
  #end: (error: ConnectionError) => void = () => undefined;
  /** Called for all received data, to detect a silent link. */
  onData: () => void = () => undefined;

  constructor(endpoint: Endpoint, options: { account: Jid; trust: Trust }) {
    const { account, trust } = options;
    this.endpoint = endpoint;
    this.#domain = account.domain;
    this.#trust = trust;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    this.#entity = createStreamEntity({
      account,
      framed: endpoint.mode === 'websocket',
      socket: this.#socket,
      dial: () => dial(endpoint, { domain: account.domain, trust, signal: this.#dialling.signal }),
      maxStanzaBytes: () => (this.#authenticated ? MAX_BYTES : MAX_BYTES_BEFORE_AUTHENTICATION),
      onData: () => {
        this.onData();
      },
      onElement: (element) => {
        this.#receive(element);
      },
      onStreamError: (element) => {
        this.#close(parseStreamError(element, account.domain, this.secure));
      },
      onError: (error) => {
        if (error instanceof StreamFault) this.abort(error);
        else this.#fail(error instanceof ConnectionError ? error : lost(account.domain, error));
      },
      onClose: () => {
        this.#close(this.#closed());
      },
      onDisconnect: () => {
        this.#fail(this.#closed());
      },
    });
  }

  /** Resolves when the stream has ended, with the reason. */
  get ended(): Promise<ConnectionError> {
    return this.#ended;
  }

  get secure(): boolean {
    return this.#socket.secure;
  }

  /** Dials. @throws ConnectionError */
  async connect(): Promise<void> {
    // The scheme only prevents the library from resolving it; the transport has the endpoint.
    await this.#guard(this.#entity.connect('parley://'));
  }

  /** Sends the stream header. @returns the `<stream:features/>`. @throws ConnectionError */
  async open(): Promise<Element> {
    await this.#guard(this.#entity.restart());
    const { element, early } = await this.nextMatching((next) => next.is('features', NS_STREAMS));
    this.#inbox.unshift(...early.filter(isStanza));
    return element;
  }

  /** STARTTLS (RFC 6120 §5.4.2.3); {@link open} must follow. @throws ConnectionError */
  async startTls(): Promise<void> {
    this.#awaitsProceed = true;
    this.send(xml('starttls', { xmlns: NS_TLS }));
    const answer = await this.next();
    const { plain } = this.#socket;
    if (!answer.is('proceed', NS_TLS) || !plain) throw this.#unexpected(answer);
    const name = asciiName(this.#domain);
    const options = { name, service: 'xmpp', trust: this.#trust } as const;
    const secured = await this.#guard(secureSocket(plain, options));
    this.#socket.attach(socketWire(secured, true));
  }

  /** Accepts stanzas, also larger ones, from now on; {@link open} must follow. */
  authenticated(): void {
    this.#authenticated = true;
  }

  /** The next element of the dialogue. @throws ConnectionError when the stream has ended */
  next(): Promise<Element> {
    const element = this.#inbox.shift();
    if (element) return Promise.resolve(element);
    if (this.#error) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => (this.#waiter = { resolve, reject }));
  }

  /**
   * Sends an iq within the dialogue, also before authentication, when only its answer is accepted.
   * @param lang the language to answer in, a BCP 47 tag; that of the stream when absent
   * @returns the answer, of type `result` or `error`. @throws ConnectionError
   */
  async request(type: 'get' | 'set', payload: Element, lang?: string): Promise<Element> {
    const id = randomUUID();
    this.#expectedIq = id;
    this.send(xml('iq', { type, id, 'xml:lang': lang }, payload));
    const { element, early } = await this.nextMatching(
      (answer) => answer.getName() === 'iq' && answer.attrs['id'] === id,
    );
    this.#expectedIq = undefined;
    this.#inbox.unshift(...early);
    return element;
  }

  /**
   * Returns the next matching element, and those received before it: a server may send others in
   * between, up to a limit. @throws ConnectionError
   */
  async nextMatching(fits: (element: Element) => boolean) {
    const early: Element[] = [];
    const most = this.#authenticated ? MAX_EARLY : MAX_WAITING;
    let element = await this.next();
    for (; !fits(element); element = await this.next()) {
      if (early.push(element) > most) throw this.#unexpected(element);
    }
    return { element, early };
  }

  /** Ends the dialogue: passes queued and received elements to `handler`, in order. */
  deliver(handler: (element: Element) => void): void {
    for (let element = this.#inbox.shift(); element; element = this.#inbox.shift()) {
      handler(element);
    }
    this.#handler = handler;
  }

  /**
   * Raises the maximum size of a stanza, in bytes, never below the default: over a socket, where it is
   * read in pieces, but not by WebSocket, where a whole one is read at once.
   */
  allowBytes(bytes: number): void {
    const { parser } = this.#entity;
    if (parser instanceof StreamParser && this.endpoint.mode !== 'websocket') {
      parser.maxStanzaBytes = Math.max(MAX_BYTES, bytes);
    }
  }

  /** Sets whether data is read from the server; its end is also detected only while reading. */
  setReading(reading: boolean): void {
    this.#socket.setReading(reading);
  }

  /** @param written called when it was handed to the network */
  send(element: Element, written?: () => void): void {
    this.#entity.send(element).then(written, (error: unknown) => {
      this.#fail(lost(this.#domain, error));
    });
  }

  /** Sends a stream error to the server (RFC 6120 §4.9) and ends the stream. */
  abort(fault: StreamFault): void {
    const detail = fault instanceof HandledCountTooHigh ? fault.detail : undefined;
    const condition = xml(fault.condition, { xmlns: NS_STREAM_ERRORS });
    const error = xml('stream:error', {}, condition, detail);
    if (this.endpoint.mode === 'websocket') error.attrs['xmlns:stream'] = NS_STREAMS;
    this.send(error);
    this.#close(
      new ConnectionError(
        userError('bad-stream', { domain: this.#domain, condition: fault.condition }),
        { cause: fault },
      ),
    );
  }

  /** Ends the stream without sending anything. */
  destroy(error: ConnectionError): void {
    this.#fail(error);
  }

  /** Closes the stream gracefully, within 0.7 s. */
  async close(): Promise<void> {
    if (this.#error) return;
    const patience = setTimeout(() => {
      this.#fail(stopped());
    }, CLOSE_MS);
    this.#closing = true;
    this.#writeFooter();
    await this.#ended;
    clearTimeout(patience);
  }

  /** The reason for the closing of the connection. */
  #closed(): ConnectionError {
    return this.#closing ? stopped() : parseClosing(this.#socket.closeCode, this.#domain);
  }

  #receive(element: Element): void {
    if (this.#error) return;
    if (this.#handler) {
      this.#handler(element);
      return;
    }
    if (!this.#authenticated && isStanza(element) && !this.#isExpected(element)) return;
    if (this.#awaitsProceed && element.is('proceed', NS_TLS)) {
      // RFC 6120 §5.4.3.3: data that follows in clear is not the server's and must not be read.
      this.#awaitsProceed = false;
      this.#entity.parser?.stop();
      this.#socket.detach();
    }
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter) waiter.resolve(element);
    else if (this.#authenticated || this.#inbox.length < MAX_WAITING) this.#inbox.push(element);
    else this.abort(new StreamFault('policy-violation', 'too much before signing in'));
  }

  #isExpected(stanza: Element): boolean {
    return this.#expectedIq !== undefined && stanza.attrs['id'] === this.#expectedIq;
  }

  /** Closes our side of a stream that the peer ended, or that cannot continue. */
  #close(error: ConnectionError): void {
    if (this.#error) return;
    this.#settle(error);
    this.#entity.parser?.stop();
    if (!this.#closing) this.#writeFooter();
    this.#socket.end();
  }

  #writeFooter(): void {
    const entity = this.#entity;
    // If it cannot be written, the socket is closed, as intended.
    entity.write(entity.footer(entity.footerElement())).catch(() => undefined);
  }

  #fail(error: ConnectionError): void {
    this.#settle(error);
    this.#dialling.abort();
    this.#entity.parser?.stop();
    this.#socket.destroy();
  }

  #settle(error: ConnectionError): void {
    if (this.#error) return;
    this.#error = error;
    this.#waiter?.reject(error);
    this.#end(error);
  }

  /** Converts failures of the library and of TLS, and ends the stream with them. */
  async #guard<T>(step: Promise<T>): Promise<T> {
    try {
      return await Promise.race([step, this.#ended.then((error) => Promise.reject(error))]);
    } catch (error) {
      const own = error instanceof ConnectionError ? error : lost(this.#domain, error);
      this.#fail(own);
      throw this.#error ?? own;
    }
  }

  #unexpected(element: Element): ConnectionError {
    const fault = new StreamFault('bad-format', `<${element.getName()}/> out of turn`);
    this.abort(fault);
    return this.#error ?? lost(this.#domain, fault);
  }
}
