import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError } from '../../base/log.ts';
import type { ResumeState } from '../resumeState.ts';
import { StanzaError, Unsendable } from '../stanza/stanzaError.ts';
import type { StanzaStream } from '../stanza/stanzaSession.ts';
import { attempt } from './attempt.ts';
import { Backoff } from './backoff.ts';
import { type ConnectionError, stopped } from './connectionError.ts';
import type { ConnectionDeps, ConnectionOptions, ConnectionState } from './connectionOptions.ts';
import { Destinations } from './destinations.ts';
import type { Endpoint } from './net/endpoints.ts';
import type { Release } from '../stanza/handledCount.ts';
import { bytesOf, isLarger } from '../stanza/limits.ts';
import type { Resumable } from './negotiation.ts';
import { OnlineStream } from './onlineStream.ts';
import { MECHANISMS } from './sasl/sasl.ts';
import { StreamManagement } from './sm/streamManagement.ts';
import { Suspects } from './sm/suspects.ts';
import { createTrust, type Trust } from './net/tls/secureSocket.ts';
import type { Element } from '../stanza/xml.ts';

export { ConnectionError, type ConnectionErrorCode } from './connectionError.ts';
export type * from './connectionOptions.ts';

/** A stanza that the server ended the stream over, and why it is not sent again. */
export interface Refused {
  readonly stanza: Element;
  readonly reason: Unsendable;
}

/** A connection that held so long is a good one: the next loss starts with a short wait. */
const STABLE_MS = 30_000;

/** An account's connection: signs in, comes back when it is lost, and resumes where it was. */
export class XmppConnection implements StanzaStream, Disposable {
  readonly #deps: ConnectionDeps;
  readonly #backoff: Backoff;
  readonly #destinations: Destinations;
  readonly #stateEmitter = new Emitter<ConnectionState>();
  readonly #stanzaEmitter = new Emitter<Element>();
  readonly #onlineEmitter = new Emitter<{ readonly jid: Jid; readonly resumed: boolean }>();
  readonly #offlineEmitter = new Emitter<undefined>();
  readonly #ackedEmitter = new Emitter<Element>();
  readonly #takenEmitter = new Emitter<Element>();
  readonly #unsentEmitter = new Emitter<readonly Element[]>();
  readonly #refusedEmitter = new Emitter<Refused>();
  readonly #mechanismEmitter = new Emitter<string>();
  readonly #management = new StreamManagement();
  readonly #suspects = new Suspects();
  #options: ConnectionOptions;
  #state: ConnectionState = { phase: 'offline' };
  #wanted = false;
  #focused = true;
  #attempt: AbortController | undefined;
  #retry: Disposable | undefined;
  #online:
    | {
        readonly stream: OnlineStream;
        readonly jid: Jid;
        readonly features: Element;
        readonly since: number;
      }
    | undefined;
  #sessionJid: Jid | undefined;
  /** Of a session of which nobody knows whether it is over: the next one takes its place. */
  #formerResource: string | undefined;
  #trust: Trust | undefined;

  readonly onState = this.#stateEmitter.event;
  /** Every message, presence and iq that comes in while online. */
  readonly onStanza = this.#stanzaEmitter.event;
  readonly onOnline = this.#onlineEmitter.event;
  readonly onOffline = this.#offlineEmitter.event;
  /** The server has taken over a stanza that was sent (XEP-0198). */
  readonly onAcked = this.#ackedEmitter.event;
  /** The server has taken over a stanza, or where it acknowledges none, the network has. */
  readonly onTaken = this.#takenEmitter.event;
  /**
   * Messages of a session that is over which the server never acknowledged, oldest first; it may
   * have them all the same. Fires while not online, before a new session's `onOnline`.
   */
  readonly onUnsent = this.#unsentEmitter.event;
  /** The server ended the stream over a stanza, which is not sent again. Fires while not online. */
  readonly onRefused = this.#refusedEmitter.event;
  /** A better SASL mechanism than `strongestMechanism` was used; to be remembered. */
  readonly onStrongerMechanism = this.#mechanismEmitter.event;

  constructor(options: ConnectionOptions, deps: ConnectionDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#backoff = new Backoff(deps.clock);
    this.#destinations = new Destinations(deps);
    if (options.resume) this.#restore(options.resume);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get jid(): Jid | undefined {
    return this.#online?.jid;
  }

  get features(): Element | undefined {
    return this.#online?.features;
  }

  /** Whether the server acknowledges what is sent, so that {@link onAcked} will tell. */
  get acknowledges(): boolean {
    return this.#online !== undefined && this.#management.active;
  }

  /**
   * Whether somebody is looking: then the waits between tries are at most 60 s, else 300 s. The
   * server gets to know, too, where it asks (XEP-0352).
   */
  get focused(): boolean {
    return this.#focused;
  }

  set focused(focused: boolean) {
    this.#focused = focused;
    this.#online?.stream.setActive(focused);
    const { phase, error, retryAt } = this.#state;
    if (phase !== 'waiting' || !error || retryAt === undefined || !focused) return;
    if (retryAt - this.#deps.clock.now() > Backoff.cap(true)) this.#wait(error);
  }

  /** Changes options from the next try on, such as the pinned certificate. */
  configure(change: Partial<ConnectionOptions>): void {
    this.#options = { ...this.#options, ...change };
    this.#trust = undefined;
  }

  /**
   * Signs in for the first time: one attempt of at most 30 s. Once online, keeps the connection as
   * {@link start} does. @throws ConnectionError, and stays offline.
   */
  async connect(): Promise<void> {
    this.#wanted = true;
    try {
      await this.#try();
    } catch (error) {
      const failure = error as ConnectionError;
      // One that was stopped made way for another try, or for none.
      if (failure.code !== 'stopped') {
        this.#wanted = false;
        this.#setState({ phase: 'offline', error: failure });
      }
      throw failure;
    }
  }

  /** Connects and stays connected, with ever longer waits while that fails. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#tryOrWait();
  }

  /** Tries now, because the user asks; while online, checks within 3 s that this is still true. */
  reconnectNow(): void {
    if (this.#online) {
      this.#online.stream.probe();
      return;
    }
    this.#wanted = true;
    this.#backoff.reset();
    this.#tryOrWait();
  }

  /** Signs out at once; resolves when the connection is closed, within a second at worst. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#attempt?.abort();
    this.#retry?.dispose();
    const stream = this.#online?.stream;
    const isKept = this.resumeState !== undefined;
    this.#goOffline();
    this.#setState({ phase: 'offline' });
    if (isKept) void this.#keep(undefined);
    await stream?.close();
    // Unless started again meanwhile: then the next session tells.
    if (this.#state.phase === 'offline') this.#reportUnsent(this.#management.end());
  }

  /** What it takes to go on with this session elsewhere; `undefined` where that is not possible. */
  get resumeState(): ResumeState | undefined {
    const state = this.#management.state;
    const jid = this.#sessionJid?.full;
    const { location } = this.#destinations;
    return state && jid !== undefined ? { ...state, jid, location } : undefined;
  }

  /**
   * Leaves without ending the session, at once; neither `onAcked` nor `onUnsent` tells of it any
   * more. Result: what it takes to go on with it.
   */
  suspend(): ResumeState | undefined {
    const state = this.resumeState;
    this.#wanted = false;
    this.#attempt?.abort();
    this.#retry?.dispose();
    const stream = this.#online?.stream;
    this.#management.end();
    this.#goOffline();
    this.#setState({ phase: 'offline' });
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
    const { maxBytes } = stream;
    if (isLarger(stanza, maxBytes ?? Infinity)) throw new Unsendable('size', maxBytes);
    if (isLarger(stanza, this.#suspects.maxBytes)) throw new Unsendable('size');
    stream.send(stanza, () => {
      this.#fire(this.#takenEmitter, stanza);
    });
  }

  /** Whether more is read from the present connection; the next one is read again. */
  setReading(reading: boolean): void {
    this.#online?.stream.setReading(reading);
  }

  /** Holds the stanza that is being received back from the count that the server hears. */
  hold(): Release {
    return this.#management.handled.hold();
  }

  /** A state that makes no sense, or is of another account, is as good as none. */
  #restore(state: ResumeState): void {
    const jid = Jid.parse(state.jid);
    if (jid?.bare !== this.#options.account.bare || jid.resource === '') return;
    if (state.isUsed === true) {
      this.#formerResource = jid.resource;
      return;
    }
    if (!this.#management.restore(state)) return;
    this.#sessionJid = jid;
    this.#destinations.restore(state.location);
  }

  #tryOrWait(): void {
    this.#try().catch((error: unknown) => {
      const failure = error as ConnectionError;
      if (this.#wanted && failure.code !== 'stopped') this.#wait(failure);
    });
  }

  /** One attempt; an earlier one that still runs is given up. @throws ConnectionError */
  async #try(): Promise<void> {
    this.#attempt?.abort();
    this.#retry?.dispose();
    const current = new AbortController();
    this.#attempt = current;
    this.#setState({ phase: 'connecting' });
    const session = this.#session();
    const { resumable } = this.#management;
    const connected = await attempt(
      {
        ...this.#options,
        resource: this.#options.resource ?? this.#formerResource,
        strongestMechanism: this.#options.strongestMechanism,
        trust: this.#currentTrust(),
        endpoints: () => this.#destinations.next(this.#options, this.#management.resumable),
        session,
      },
      this.#deps,
      current.signal,
    ).catch((error: unknown) => {
      // Asked for, refused, and the stream is over, too: the server may have the session still.
      if (resumable && !this.#management.resumable) {
        this.#formerResource = this.#sessionJid?.resource;
      }
      throw error;
    });
    if (current.signal.aborted) {
      connected.stream.destroy(stopped());
      throw stopped();
    }
    this.#rememberMechanism(connected.mechanism);
    const { jid, resumed, stream, features } = connected;
    const online = new OnlineStream(connected, session, this.#deps);
    this.#online = { stream: online, jid, features, since: this.#deps.clock.monotonic() };
    this.#sessionJid = jid;
    this.#formerResource = undefined;
    this.#destinations.reached(stream.endpoint, this.#management.location, resumed);
    void this.#keepSession();
    void stream.ended.then((error) => {
      if (this.#online?.stream === online) this.#lost(error, stream.endpoint, stream.secure);
    });
    this.#deps.log.info(`online as ${jid.full}${resumed ? ' (resumed)' : ''}`);
    this.#setState({ phase: 'online' });
    online.setActive(this.#focused);
    this.#fire(this.#onlineEmitter, { jid, resumed });
    online.deliver((stanza) => {
      this.#fire(this.#stanzaEmitter, stanza);
    });
  }

  /** Kept from try to try: reading all authorities takes some 30 ms in which nothing else runs. */
  #currentTrust(): Trust {
    const { trustedCa, fingerprint } = this.#options;
    return (this.#trust ??= createTrust({ trustedCa, fingerprint }));
  }

  #session(): Resumable {
    return {
      management: this.#management,
      jid: this.#sessionJid,
      acked: (stanzas) => {
        for (const stanza of stanzas) {
          this.#suspects.clear(stanza);
          this.#fire(this.#ackedEmitter, stanza);
          this.#fire(this.#takenEmitter, stanza);
        }
      },
      unsent: (stanzas) => {
        this.#reportUnsent(stanzas);
      },
      travelsAlone: (stanza) => this.#suspects.has(stanza),
      keep: this.#options.keep && (() => this.#keepSession()),
    };
  }

  /** A stream that has ended says nothing of the session any more. */
  async #keepSession(): Promise<void> {
    if (this.#online) await this.#keep(this.resumeState);
  }

  async #keep(state: ResumeState | undefined): Promise<void> {
    try {
      await this.#options.keep?.(state);
    } catch (error) {
      this.#deps.log.warn(`the session cannot be kept: ${describeError(error)}`);
    }
  }

  #rememberMechanism(mechanism: string): void {
    const before = MECHANISMS.indexOf(this.#options.strongestMechanism ?? '');
    if (before >= 0 && before <= MECHANISMS.indexOf(mechanism)) return;
    this.configure({ strongestMechanism: mechanism });
    this.#fire(this.#mechanismEmitter, mechanism);
  }

  #lost(error: ConnectionError, endpoint: Endpoint, secure: boolean): void {
    const held = this.#deps.clock.monotonic() - (this.#online?.since ?? 0);
    if (held >= STABLE_MS) this.#backoff.reset();
    this.#destinations.left(endpoint, secure, error);
    this.#deps.log.warn(`offline: ${describeError(error)}`);
    const inFlight = this.#online?.stream.inFlight ?? [];
    this.#goOffline();
    this.#blame(error, inFlight);
    if (this.#wanted) this.#wait(error);
  }

  /** Gives up the stanza that ended the stream, if one did. */
  #blame(error: ConnectionError, inFlight: readonly Element[]): void {
    // What is never acknowledged is not sent again, so that only its size is to be learned from.
    const isJudged = this.#management.active || error.data['condition'] === 'policy-violation';
    const culprit = isJudged ? this.#suspects.judge(error, inFlight) : undefined;
    if (!culprit) return;
    const { stanza, why } = culprit;
    this.#management.refuse(stanza);
    this.#deps.log.warn(
      `not sent again for its ${why}: a <${stanza.getName()}/> of ${bytesOf(stanza)} bytes`,
    );
    this.#fire(this.#refusedEmitter, { stanza, reason: new Unsendable(why) });
  }

  #goOffline(): void {
    if (!this.#online) return;
    this.#online = undefined;
    this.#fire(this.#offlineEmitter, undefined);
  }

  /** Plans the next try, or leaves it to the user. */
  #wait(error: ConnectionError): void {
    this.#retry?.dispose();
    if (error.needsUser) {
      this.#setState({ phase: 'needsUser', error });
      return;
    }
    const delay = this.#backoff.next(this.#focused);
    this.#retry = this.#deps.clock.after(delay, () => {
      this.#tryOrWait();
    });
    this.#setState({ phase: 'waiting', error, retryAt: this.#deps.clock.now() + delay });
  }

  #reportUnsent(stanzas: readonly Element[]): void {
    const messages = stanzas.filter((stanza) => stanza.getName() === 'message');
    if (messages.length > 0) this.#fire(this.#unsentEmitter, messages);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#fire(this.#stateEmitter, state);
  }

  /** A listener's failure is logged and must not harm the stream. */
  #fire<T>(emitter: Emitter<T>, value: T): void {
    try {
      emitter.fire(value);
    } catch (error) {
      this.#deps.log.error(`connection listener: ${describeError(error)}`);
    }
  }
}
