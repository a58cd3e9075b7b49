import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import {
  type EventKey,
  type IncomingStanza,
  type IqHandler,
  type OutgoingIq,
  type Session,
  sessionOffline,
  sessionOnline,
} from './session.ts';
import type { Release } from './stream/handledCount.ts';
import { buildStanzaError, parseStanzaError, StanzaError } from './stanzaError.ts';
import { type Element, payload, xml } from './xml.ts';

const REQUEST_TIMEOUT_MS = 30_000;

/** What a session needs of a stream: stanzas out, and stanzas in once it is online. */
export interface StanzaStream {
  /** The full JID bound to the stream while online. */
  readonly jid: Jid | undefined;
  /** The server's `<stream:features/>` after authentication, while online. */
  readonly features: Element | undefined;
  /** @throws StanzaError `not-connected` when the stream is not online. */
  send(stanza: Element): void;
  /** Whether more is read from the present connection. */
  setReading(reading: boolean): void;
  /** Holds the stanza that is being received back from the count that the server hears. */
  hold(): Release;
  readonly onStanza: Event<Element>;
  readonly onOnline: Event<{ readonly jid: Jid; readonly resumed: boolean }>;
  readonly onOffline: Event<undefined>;
}

interface PendingRequest {
  readonly to: Jid | undefined;
  readonly resolve: (answer: Element) => void;
  readonly reject: (error: StanzaError) => void;
  timer: Disposable;
}

/** The {@link Session} over a {@link StanzaStream}: dispatch, requests and their answers. */
export class StanzaSession implements Session, Disposable {
  readonly account: Jid;
  readonly #stream: StanzaStream;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #events = new Map<string, Emitter<never>>();
  readonly #stanzas = {
    message: new Emitter<IncomingStanza>(),
    presence: new Emitter<IncomingStanza>(),
  };
  readonly #iqHandlers = new Map<string, IqHandler>();
  readonly #pending = new Map<string, PendingRequest>();
  readonly #subscriptions: Disposable[];
  readonly #mayKnowPresence: (jid: Jid) => boolean;
  #isReading = true;

  /** @param mayKnowPresence who besides our account and its server may learn that we are here. */
  constructor(
    account: Jid,
    stream: StanzaStream,
    deps: { clock: Clock; log: Log; mayKnowPresence: (jid: Jid) => boolean },
  ) {
    this.account = account.toBare();
    this.#stream = stream;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#mayKnowPresence = deps.mayKnowPresence;
    this.#subscriptions = [
      stream.onStanza((stanza) => {
        this.#receive(stanza);
      }),
      stream.onOnline((online) => {
        this.emit(sessionOnline, online);
      }),
      stream.onOffline(() => {
        this.#isReading = true;
        this.#failPending();
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

  onIq(type: 'get' | 'set', name: string, xmlns: string, handler: IqHandler): Disposable {
    const key = iqKey(type, name, xmlns);
    this.#iqHandlers.set(key, handler);
    return onDispose(() => this.#iqHandlers.delete(key));
  }

  request(iq: OutgoingIq): Promise<Element> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      this.#stream.send(xml('iq', { type: iq.type, id, to: iq.to?.full }, iq.payload));
      const timer = this.#expire(id, iq.timeoutMs ?? REQUEST_TIMEOUT_MS);
      this.#pending.set(id, { to: iq.to, resolve, reject, timer });
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

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#failPending();
  }

  /** The stanza dispatcher's border: one handler's failure is logged and stops nobody else. */
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
      this.#log.warn(`ignored a stanza <${stanza.name}/> whose sender is not a JID`);
      return;
    }
    switch (stanza.name) {
      case 'message':
      case 'presence':
        this.#stanzas[stanza.name].fire({ from, element: stanza, arrived: this.#clock.now() });
        break;
      case 'iq':
        this.#receiveIq(stanza, from);
        break;
    }
  }

  /** Gives up a request after so long, unless what is not read yet may hold its answer. */
  #expire(id: string, timeoutMs: number): Disposable {
    return this.#clock.after(timeoutMs, () => {
      const pending = this.#pending.get(id);
      if (!pending) return;
      if (!this.#isReading) {
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
      if (type === 'result') pending.resolve(stanza);
      else pending.reject(parseStanzaError(stanza));
    } else if (type === 'get' || type === 'set') {
      this.#answer(stanza, type, id, from);
    }
  }

  /** RFC 6120 §8.1.2.1: an answer comes from whom we asked; our own account is also our server. */
  #answers(to: Jid | undefined, stanza: Element, from: Jid): boolean {
    if (stanza.attrs['from'] === undefined) return !to || this.#isOwn(to);
    return to && !this.#isOwn(to) ? from.equals(to) : this.#isOwn(from);
  }

  #isOwn(jid: Jid): boolean {
    const own = [this.account.bare, this.account.domain, this.#stream.jid?.full];
    return own.includes(jid.full);
  }

  #answer(stanza: Element, type: 'get' | 'set', id: string, from: Jid): void {
    const child = payload(stanza);
    const handler = child && this.#iqHandlers.get(iqKey(type, child.name, child.getNS() ?? ''));
    const reply = { id, to: stanza.attrs['from'], type: 'result' };
    let answer: Element;
    try {
      if (!child || !handler) throw new StanzaError('service-unavailable');
      answer = xml('iq', reply, handler({ type, from, payload: child }));
    } catch (error) {
      const known = error instanceof StanzaError;
      if (!known) this.#log.error(`iq handler: ${describeError(error)}`);
      const condition = known ? error.condition : 'internal-server-error';
      const errorType = known ? error.type : 'cancel';
      answer = xml('iq', { ...reply, type: 'error' }, buildStanzaError(condition, errorType));
    }
    try {
      this.#stream.send(answer);
    } catch (error) {
      this.#log.warn(`an answer could not be sent: ${describeError(error)}`);
    }
  }

  #failPending(): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject, timer } of lost) {
      timer.dispose();
      reject(new StanzaError('not-connected', { type: 'wait', text: 'the connection was lost' }));
    }
  }
}

function iqKey(type: string, name: string, xmlns: string): string {
  return `${type} {${xmlns}}${name}`;
}
