import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError } from '../../base/log.ts';
import type { ResumeState } from '../resumeState.ts';
import type { Release } from '../stanza/handledCount.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import type { StanzaStream } from '../stanza/stanzaSession.ts';
import type { Element } from '../stanza/xml.ts';
import { attempt, type Connected } from './attempt.ts';
import { type ConnectionError, stopped } from './connectionError.ts';
import type { ConnectionDeps, ConnectionOptions, ConnectionState } from './connectionOptions.ts';
import { EndpointSelector } from './endpointSelector.ts';
import { GuardedEmitter } from './guardedEmitter.ts';
import type { Endpoint } from './net/endpoints.ts';
import { OnlineStream } from './onlineStream.ts';
import { Reconnection } from './reconnection.ts';
import { SignInOptions } from './signInOptions.ts';
import { StreamSession } from './streamSession.ts';

export { ConnectionError, type ConnectionErrorCode } from './connectionError.ts';
export type * from './connectionOptions.ts';

/** A stream ready for stanzas, and since when, in milliseconds of the monotonic clock. */
interface Online extends Pick<Connected, 'jid' | 'features'> {
  readonly stream: OnlineStream;
  readonly since: number;
}

/** An account's connection: signs in, reconnects when it is lost, and resumes the session. */
export class XmppConnection implements StanzaStream, Disposable {
  readonly #deps: ConnectionDeps;
  readonly #options: SignInOptions;
  readonly #endpoints: EndpointSelector;
  readonly #session: StreamSession;
  readonly #reconnection: Reconnection;
  readonly #log = () => this.#deps.log;
  readonly #stanzaEmitter = new GuardedEmitter<Element>(this.#log);
  readonly #onlineEmitter = new GuardedEmitter<{ readonly jid: Jid; readonly resumed: boolean }>(
    this.#log,
  );
  readonly #offlineEmitter = new GuardedEmitter<undefined>(this.#log);
  readonly #mechanismEmitter = new GuardedEmitter<string>(this.#log);
  #online: Online | undefined;

  readonly onState: Reconnection['onState'];
  /** Every message, presence and iq received while online. */
  readonly onStanza = this.#stanzaEmitter.event;
  readonly onOnline = this.#onlineEmitter.event;
  readonly onOffline = this.#offlineEmitter.event;
  readonly onAcked: StreamSession['onAcked'];
  readonly onTaken: StreamSession['onTaken'];
  readonly onUnsent: StreamSession['onUnsent'];
  readonly onRefused: StreamSession['onRefused'];
  /** A stronger SASL mechanism than `strongestMechanism` was used; to be stored. */
  readonly onStrongerMechanism = this.#mechanismEmitter.event;

  constructor(options: ConnectionOptions, deps: ConnectionDeps) {
    const { account, keep, resume } = options;
    const { clock, log } = deps;
    this.#options = new SignInOptions(options);
    this.#deps = deps;
    this.#endpoints = new EndpointSelector(deps);
    this.#session = new StreamSession({
      ...{ account, keep, log },
      isOnline: () => this.#online !== undefined,
      location: () => this.#endpoints.location,
    });
    this.#reconnection = new Reconnection({ clock, log, attempt: (signal) => this.#try(signal) });
    this.onState = this.#reconnection.onState;
    this.onAcked = this.#session.onAcked;
    this.onTaken = this.#session.onTaken;
    this.onUnsent = this.#session.onUnsent;
    this.onRefused = this.#session.onRefused;
    if (resume && this.#session.restore(resume)) this.#endpoints.restore(resume.location);
  }

  get state(): ConnectionState {
    return this.#reconnection.state;
  }

  get jid(): Jid | undefined {
    return this.#online?.jid;
  }

  get features(): Element | undefined {
    return this.#online?.features;
  }

  /** Whether the server acknowledges stanzas, so that {@link onAcked} fires. */
  get acknowledges(): boolean {
    return this.#online !== undefined && this.#session.management.active;
  }

  /**
   * Sets whether the user is active: then the delay between attempts is at most 60 s, else 300 s.
   * Also reported to a server that supports it (XEP-0352).
   */
  setFocused(focused: boolean): void {
    this.#online?.stream.setActive(focused);
    this.#reconnection.setFocused(focused);
  }

  /** Changes options from the next attempt on, such as the password. */
  configure(change: Partial<Omit<ConnectionOptions, 'account' | 'keep' | 'resume'>>): void {
    this.#options.change(change);
  }

  /**
   * Signs in for the first time: one attempt of at most 30 s. Once online, stays connected as with
   * {@link start}. @throws ConnectionError, and stays offline
   */
  connect(): Promise<void> {
    return this.#reconnection.connect();
  }

  /** Connects and stays connected, with increasing delays while that fails. */
  start(): void {
    this.#reconnection.start();
  }

  /** Connects now, at the user's request; while online, probes the connection within 3 s. */
  reconnectNow(): void {
    if (this.#online) this.#online.stream.probe();
    else this.#reconnection.tryNow();
  }

  /** Signs out immediately; resolves when the connection is closed, within a second at worst. */
  async stop(): Promise<void> {
    this.#reconnection.stop();
    const stream = this.#online?.stream;
    const isKept = this.resumeState !== undefined;
    this.#goOffline();
    this.#reconnection.setState({ phase: 'offline' });
    if (isKept) void this.#session.forget();
    await stream?.close();
    // Unless started again meanwhile: then the next connection resumes or ends the session.
    if (this.state.phase === 'offline') this.#session.end();
  }

  /** The state to resume this session in another process; `undefined` if it is not resumable. */
  get resumeState(): ResumeState | undefined {
    return this.#session.state;
  }

  /**
   * Disconnects immediately without ending the session; neither `onAcked` nor `onUnsent` fires for
   * it any more.
   * @returns the state to resume it
   */
  suspend(): ResumeState | undefined {
    const state = this.resumeState;
    this.#reconnection.stop();
    const stream = this.#online?.stream;
    this.#session.management.end();
    this.#goOffline();
    this.#reconnection.setState({ phase: 'offline' });
    stream?.cut();
    return state;
  }

  dispose(): void {
    this.stop().catch((error: unknown) => {
      this.#deps.log.error(`stop: ${describeError(error)}`);
    });
  }

  /** @throws StanzaError `not-connected` when the stream is not online, Unsendable */
  send(stanza: Element): void {
    if (!this.#online) {
      throw new StanzaError('not-connected', { type: 'wait', text: 'there is no connection' });
    }
    const { stream } = this.#online;
    this.#session.check(stanza, stream.maxBytes);
    stream.send(stanza, () => {
      this.#session.taken(stanza);
    });
  }

  /** Raises the maximum size of a stanza, in bytes, on the current connection; the next one has the default. */
  allowBytes(bytes: number): void {
    this.#online?.stream.allowBytes(bytes);
  }

  /** Sets whether data is read from the current connection; the next one is read again. */
  setReading(reading: boolean): void {
    this.#online?.stream.setReading(reading);
  }

  /** Holds the stanza being received back from the count acknowledged to the server. */
  hold(): Release {
    return this.#session.management.handled.hold();
  }

  /** One attempt to get online. @throws ConnectionError */
  async #try(signal: AbortSignal): Promise<void> {
    const session = this.#session;
    const options = this.#options.current;
    const { trust } = this.#options;
    const resource = options.resource ?? session.formerResource;
    const endpoints = () => this.#endpoints.next(options, session.management.resumable);
    const negotiation = { ...options, resource, trust, endpoints, session };
    const connected = await session.resuming(attempt(negotiation, this.#deps, signal));
    if (signal.aborted) {
      connected.stream.destroy(stopped());
      throw stopped();
    }
    this.#begin(connected);
  }

  /** The stream is ready for stanzas. */
  #begin(connected: Connected): void {
    const { jid, resumed, stream, features, mechanism } = connected;
    const session = this.#session;
    if (this.#options.rememberMechanism(mechanism)) this.#mechanismEmitter.fire(mechanism);
    const online = new OnlineStream(connected, session, this.#deps);
    this.#online = { stream: online, jid, features, since: this.#deps.clock.monotonic() };
    session.begin(jid);
    this.#endpoints.onConnected(stream.endpoint, session.management.location, resumed);
    void session.keep?.();
    void stream.ended.then((error) => {
      if (this.#online?.stream === online) this.#lost(error, stream.endpoint, stream.secure);
    });
    this.#deps.log.info(`online as ${jid.full}${resumed ? ' (resumed)' : ''}`);
    this.#reconnection.setState({ phase: 'online' });
    online.setActive(this.#reconnection.focused);
    this.#onlineEmitter.fire({ jid, resumed });
    online.deliver((stanza) => {
      this.#stanzaEmitter.fire(stanza);
    });
  }

  #lost(error: ConnectionError, endpoint: Endpoint, secure: boolean): void {
    const heldMs = this.#deps.clock.monotonic() - (this.#online?.since ?? 0);
    this.#endpoints.onLost(endpoint, secure, error);
    this.#deps.log.warn(`offline: ${describeError(error)}`);
    const inFlight = this.#online?.stream.inFlight ?? [];
    this.#goOffline();
    this.#session.blame(error, inFlight);
    this.#reconnection.lost(error, heldMs);
  }

  #goOffline(): void {
    if (!this.#online) return;
    this.#online = undefined;
    this.#offlineEmitter.fire(undefined);
  }
}
