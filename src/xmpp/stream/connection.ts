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

/** A stream that is ready for stanzas, and since when, in ms of the monotonic clock. */
interface Online extends Pick<Connected, 'jid' | 'features'> {
  readonly stream: OnlineStream;
  readonly since: number;
}

/** An account's connection: signs in, comes back when it is lost, and resumes where it was. */
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
  /** Every message, presence and iq that comes in while online. */
  readonly onStanza = this.#stanzaEmitter.event;
  readonly onOnline = this.#onlineEmitter.event;
  readonly onOffline = this.#offlineEmitter.event;
  readonly onAcked: StreamSession['onAcked'];
  readonly onTaken: StreamSession['onTaken'];
  readonly onUnsent: StreamSession['onUnsent'];
  readonly onRefused: StreamSession['onRefused'];
  /** A better SASL mechanism than `strongestMechanism` was used; to be remembered. */
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

  /** Whether the server acknowledges what is sent, so that {@link onAcked} will tell. */
  get acknowledges(): boolean {
    return this.#online !== undefined && this.#session.management.active;
  }

  /**
   * Whether somebody is looking: then the waits between tries are at most 60 s, else 300 s. The
   * server gets to know, too, where it asks (XEP-0352).
   */
  setFocused(focused: boolean): void {
    this.#online?.stream.setActive(focused);
    this.#reconnection.setFocused(focused);
  }

  /** Changes options from the next try on, such as the password. */
  configure(change: Partial<Omit<ConnectionOptions, 'account' | 'keep' | 'resume'>>): void {
    this.#options.change(change);
  }

  /**
   * Signs in for the first time: one attempt of at most 30 s. Once online, keeps the connection as
   * {@link start} does. @throws ConnectionError, and stays offline.
   */
  connect(): Promise<void> {
    return this.#reconnection.connect();
  }

  /** Connects and stays connected, with ever longer waits while that fails. */
  start(): void {
    this.#reconnection.start();
  }

  /** Tries now, because the user asks; while online, checks within 3 s that this is still true. */
  reconnectNow(): void {
    if (this.#online) this.#online.stream.probe();
    else this.#reconnection.tryNow();
  }

  /** Signs out at once; resolves when the connection is closed, within a second at worst. */
  async stop(): Promise<void> {
    this.#reconnection.stop();
    const stream = this.#online?.stream;
    const isKept = this.resumeState !== undefined;
    this.#goOffline();
    this.#reconnection.setState({ phase: 'offline' });
    if (isKept) void this.#session.forget();
    await stream?.close();
    // Unless started again meanwhile: then the next session tells.
    if (this.state.phase === 'offline') this.#session.end();
  }

  /** What it takes to go on with this session elsewhere; `undefined` where that is not possible. */
  get resumeState(): ResumeState | undefined {
    return this.#session.state;
  }

  /**
   * Leaves without ending the session, at once; neither `onAcked` nor `onUnsent` tells of it any
   * more. Result: what it takes to go on with it.
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

  /** Whether more is read from the present connection; the next one is read again. */
  setReading(reading: boolean): void {
    this.#online?.stream.setReading(reading);
  }

  /** Holds the stanza that is being received back from the count that the server hears. */
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
