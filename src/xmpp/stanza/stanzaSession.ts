import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import { Absence } from './absence.ts';
import { IqAnswers } from './iqAnswers.ts';
import {
  type EventKey,
  type IncomingStanza,
  type IqHandler,
  type IqHandlerOptions,
  type MemoEnd,
  type MemoKey,
  type OutgoingIq,
  type Session,
  sessionOffline,
  sessionOnline,
} from './session.ts';
import { parseLimits } from './limits.ts';
import type { Release } from './handledCount.ts';
import { SessionMemory } from './sessionMemory.ts';
import { parseStanzaError, StanzaError } from './stanzaError.ts';
import { type Element, xml } from './xml.ts';

const REQUEST_TIMEOUT_MS = 30_000;

/** The stream that a session needs: sends stanzas, and receives them while online. */
export interface StanzaStream {
  /** The full JID bound to the stream while online. */
  readonly jid: Jid | undefined;
  /** The server's `<stream:features/>` after authentication, while online. */
  readonly features: Element | undefined;
  /** @throws StanzaError `not-connected` when the stream is not online. */
  send(stanza: Element): void;
  /** Sets whether data is read from the current connection. */
  setReading(reading: boolean): void;
  /** Raises the maximum size of a received stanza, in bytes, on the current connection; never below the default. */
  allowBytes(bytes: number): void;
  /** Holds the stanza being received back from the count acknowledged to the server. */
  hold(): Release;
  readonly onStanza: Event<Element>;
  /** The server has these stanzas, or the network if the server sends no acknowledgements. */
  readonly onTaken: Event<readonly Element[]>;
  readonly onOnline: Event<{ readonly jid: Jid; readonly resumed: boolean }>;
  readonly onOffline: Event<undefined>;
}

interface PendingRequest {
  readonly to: Jid | undefined;
  /** Called with the whole answer, of type result or error. */
  readonly resolve: (answer: Element) => void;
  readonly reject: (error: StanzaError) => void;
  readonly outlivesConnection: boolean;
  readonly answerBytes: number;
  timer: Disposable;
}

/** The {@link Session} over a {@link StanzaStream}: dispatch, requests and their answers. */
export class StanzaSession implements Session, Disposable {
  readonly account: Jid;
  readonly clock: Clock;
  readonly #stream: StanzaStream;
  readonly #log: Log;
  readonly #language: string | undefined;
  readonly #events = new Map<string, Emitter<never>>();
  readonly #stanzas = {
    message: new Emitter<IncomingStanza>(),
    presence: new Emitter<IncomingStanza>(),
  };
  readonly #iqAnswers: IqAnswers;
  readonly #memory = new SessionMemory();
  readonly #pending = new Map<string, PendingRequest>();
  readonly #subscriptions: Disposable[];
  readonly #mayKnowPresence: (jid: Jid) => boolean;
  #isReading = true;

  /** @param mayKnowPresence whether a JID besides our account and server may know our presence */
  constructor(
    account: Jid,
    stream: StanzaStream,
    deps: {
      clock: Clock;
      log: Log;
      mayKnowPresence: (jid: Jid) => boolean;
      /** The language that the services of our server are asked to write in; English when absent. */
      language?: string | undefined;
    },
  ) {
    this.account = account.toBare();
    // That of the stream need not be repeated.
    this.#language = deps.language === 'en' ? undefined : deps.language;
    this.#stream = stream;
    this.clock = deps.clock;
    this.#log = deps.log;
    this.#mayKnowPresence = deps.mayKnowPresence;
    this.#iqAnswers = new IqAnswers({
      ...deps,
      send: (stanza) => {
        stream.send(stanza);
      },
      mayKnowPresence: (jid) => this.mayKnowPresence(jid),
      absence: new Absence(
        this.account,
        (iq) =>
          new Promise((resolve, reject) => {
            this.#ask({ type: 'get', ...iq }, resolve, reject);
          }),
      ),
    });
    this.#subscriptions = [
      stream.onStanza((stanza) => {
        this.#receive(stanza);
      }),
      stream.onTaken((stanzas) => {
        this.#iqAnswers.taken(stanzas);
      }),
      stream.onOnline((online) => {
        if (online.resumed) this.#iqAnswers.resume();
        else {
          this.#iqAnswers.reset();
          this.#memory.end('newSession');
          this.#failPending();
        }
        this.emit(sessionOnline, online);
      }),
      stream.onOffline(() => {
        this.#isReading = true;
        this.#failPending((request) => !request.outlivesConnection);
        this.emit(sessionOffline, undefined);
      }),
    ];
  }

  get jid(): Jid | undefined {
    return this.#stream.jid;
  }

  onStanza(name: 'message' | 'presence', handler: (stanza: IncomingStanza) => void): Disposable {
    return this.#stanzas[name].event(this.#guarded(`${name} handler`, handler));
  }

  onIq(
    type: 'get' | 'set',
    name: string,
    xmlns: string,
    handler: IqHandler,
    options?: IqHandlerOptions,
  ): Disposable {
    return this.#iqAnswers.on(type, name, xmlns, handler, options);
  }

  request(iq: OutgoingIq): Promise<Element> {
    return new Promise((resolve, reject) => {
      const settle = (answer: Element) => {
        if (answer.attrs['type'] === 'error') reject(parseStanzaError(answer));
        else resolve(answer);
      };
      this.#ask(iq, settle, reject);
    });
  }

  send(stanza: Element): void {
    this.#stream.send(stanza);
  }

  setReading(reading: boolean): void {
    this.#isReading = reading;
    this.#stream.setReading(reading);
  }

  hold(): Release {
    return this.#stream.hold();
  }

  get stanzaLimit(): number | undefined {
    const { features } = this.#stream;
    return features && parseLimits(features).maxBytes;
  }

  offers(name: string, xmlns: string): boolean {
    return this.#stream.features?.getChild(name, xmlns) !== undefined;
  }

  mayKnowPresence(jid: Jid): boolean {
    return (
      jid.bare === this.account.bare ||
      jid.full === this.account.domain ||
      this.#mayKnowPresence(jid)
    );
  }

  memo<T>(key: MemoKey<T>, make: () => NoInfer<T>, until: MemoEnd): T {
    return this.#memory.memo(key, make, until);
  }

  on<T>(key: EventKey<T>, listener: (value: T) => void): Disposable {
    let emitter = this.#events.get(key.name) as Emitter<T> | undefined;
    if (!emitter) {
      emitter = new Emitter<T>();
      this.#events.set(key.name, emitter as unknown as Emitter<never>);
    }
    return emitter.event(this.#guarded(key.name, listener));
  }

  emit<T>(key: EventKey<T>, value: T): void {
    (this.#events.get(key.name) as Emitter<T> | undefined)?.fire(value);
  }

  listensTo(key: EventKey<unknown>): boolean {
    return this.#events.get(key.name)?.hasListeners ?? false;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#iqAnswers.reset();
    this.#failPending();
  }

  /** Sends an iq. @param resolve gets the whole answer, result or error. @throws StanzaError */
  #ask(
    iq: OutgoingIq & { readonly lang?: string | undefined },
    resolve: PendingRequest['resolve'],
    reject: PendingRequest['reject'],
  ): void {
    const { type, to, payload, timeoutMs = REQUEST_TIMEOUT_MS } = iq;
    const lang = iq.lang ?? (this.#isServed(to) ? this.#language : undefined);
    const { outlivesConnection = false, answerBytes = 0 } = iq;
    const id = randomUUID();
    this.#stream.send(xml('iq', { type, id, to: to?.full, 'xml:lang': lang }, payload));
    const timer = this.#expire(id, timeoutMs);
    this.#pending.set(id, { to, resolve, reject, outlivesConnection, answerBytes, timer });
    if (answerBytes > 0) this.#allowAnswers();
  }

  /** Whether our server or a service of it answers, and no other user, who would learn our language. */
  #isServed(to: Jid | undefined): boolean {
    if (!to) return true;
    const { domain } = this.account;
    return to.resource === '' && (to.domain === domain || to.domain.endsWith(`.${domain}`));
  }

  /** Isolates handlers: the failure of one is logged and does not affect the others. */
  #guarded<T>(what: string, handler: (value: T) => void): (value: T) => void {
    return (value) => {
      try {
        handler(value);
      } catch (error) {
        this.#log.error(`${what}: ${describeError(error)}`);
      }
    };
  }

  #receive(stanza: Element): void {
    const address = stanza.attrs['from'];
    const from = address === undefined ? this.account : Jid.parse(address);
    if (!from) {
      this.#log.warn(`ignored a stanza <${stanza.getName()}/> whose sender is not a JID`);
      return;
    }
    const name = stanza.getName();
    switch (name) {
      case 'message':
      case 'presence':
        this.#stanzas[name].fire({ from, element: stanza, arrived: this.clock.now() });
        break;
      case 'iq':
        this.#receiveIq(stanza, from);
        break;
    }
  }

  /** Times out a request, unless its answer may be unread, or not be sent yet. */
  #expire(id: string, timeoutMs: number): Disposable {
    return this.clock.after(timeoutMs, () => {
      const pending = this.#pending.get(id);
      if (!pending) return;
      if (!this.#isReading || !this.#stream.jid) {
        pending.timer = this.#expire(id, timeoutMs);
        return;
      }
      this.#pending.delete(id);
      pending.reject(
        new StanzaError('remote-server-timeout', { type: 'wait', text: 'no answer in time' }),
      );
    });
  }

  #receiveIq(stanza: Element, from: Jid): void {
    const { id, type } = stanza.attrs;
    if (id === undefined) return;
    if (type === 'result' || type === 'error') {
      const pending = this.#pending.get(id);
      if (!pending || !this.#answers(pending.to, stanza, from)) return;
      this.#pending.delete(id);
      pending.timer.dispose();
      if (pending.answerBytes > 0) this.#allowAnswers();
      pending.resolve(stanza);
    } else if (type === 'get' || type === 'set') {
      this.#iqAnswers.answer(stanza, type, from);
    }
  }

  /** One that comes after its timeout may still be large: only an answer lowers the limit. */
  #allowAnswers(): void {
    const sizes = [...this.#pending.values()].map(({ answerBytes }) => answerBytes);
    this.#stream.allowBytes(Math.max(0, ...sizes));
  }

  /** RFC 6120 §8.1.2.1: an answer comes from the recipient; our own account is also our server. */
  #answers(to: Jid | undefined, stanza: Element, from: Jid): boolean {
    if (stanza.attrs['from'] === undefined) return !to || this.#isOwn(to);
    return to && !this.#isOwn(to) ? from.equals(to) : this.#isOwn(from);
  }

  #isOwn(jid: Jid): boolean {
    const own = [this.account.bare, this.account.domain, this.#stream.jid?.full];
    return own.includes(jid.full);
  }

  #failPending(isLost: (request: PendingRequest) => boolean = () => true): void {
    const lost = [...this.#pending].filter(([, request]) => isLost(request));
    for (const [id] of lost) this.#pending.delete(id);
    for (const [, { reject, timer }] of lost) {
      timer.dispose();
      reject(new StanzaError('not-connected', { type: 'wait', text: 'the connection was lost' }));
    }
  }
}
