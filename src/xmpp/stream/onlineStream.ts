import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { buildClientState, offersClientState } from '../xep/0352-clientState.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { Acknowledger } from './acknowledger.ts';
import type { Connected } from './attempt.ts';
import { stopped, timedOut } from './connectionError.ts';
import { Liveness } from './liveness.ts';
import type { Resumable } from './negotiation.ts';
import { StreamFault } from './streamFault.ts';
import { isLarger, parseLimits, type StreamLimits } from '../stanza/limits.ts';
import { isStanza, NS_SM } from './sm/streamManagement.ts';

const NS_PING = 'urn:xmpp:ping';
/** A burst of stanzas shares one request for acknowledgement, after this time or number. */
const ACK_REQUEST_MS = 100;
const ACK_REQUEST_STANZAS = 20;
/** Maximum time to finish handling received stanzas before a graceful close, in milliseconds. */
const SETTLE_MS = 200;
/** Maximum interval of the keepalive, in milliseconds; longer idle limits are irrelevant. */
const MAX_IDLE_MS = 600_000;
/** How long an unacknowledged large stanza may be the cause of a stream's end, and its size. */
const WATCHED_MS = 10_000;
const WATCHED_BYTES = 10_000;

/** A negotiated stream: counts stanzas, requests and sends acknowledgements, detects silence. */
export class OnlineStream {
  readonly #connected: Connected;
  readonly #session: Resumable;
  readonly #clock: Clock;
  readonly #liveness: Liveness;
  readonly #acknowledger: Acknowledger;
  readonly #limits: StreamLimits;
  /** The client state that the server assumes; `undefined` where servers differ. */
  #active: boolean | undefined;
  /** Whether any stanza was sent since the last keepalive check. */
  #hasSpoken = true;
  #keepAlive: Disposable | undefined;
  readonly #large = new Set<Element>();
  #sinceRequest = 0;
  #request: Disposable | undefined;

  constructor(connected: Connected, session: Resumable, deps: { clock: Clock }) {
    this.#connected = connected;
    this.#session = session;
    this.#clock = deps.clock;
    const { stream, jid, features } = connected;
    this.#limits = parseLimits(features);
    this.#acknowledger = new Acknowledger(session, stream, deps.clock);
    this.#liveness = new Liveness(deps.clock, {
      probe: () => {
        this.#probe();
      },
      dead: () => {
        stream.destroy(timedOut(jid.domain));
      },
    });
    stream.onData = () => {
      this.#liveness.heard();
    };
    void stream.ended.then(() => {
      this.#liveness.dispose();
      this.#acknowledger.dispose();
      this.#request?.dispose();
      this.#keepAlive?.dispose();
    });
    // XEP-0352 §5.2: every stream begins active. Prosody 0.12 still treats an inactive session as
    // inactive after resumption, and then holds back all stanzas until the state is sent.
    this.#active = connected.resumed ? undefined : true;
    // XEP-0198 §5: after a resumption, unacknowledged stanzas are sent again.
    this.#sendWaiting();
    this.#stayAwake();
  }

  /** Maximum size of a stanza in bytes, if the server announces it. */
  get maxBytes(): number | undefined {
    return this.#limits.maxBytes;
  }

  /** The sent stanzas that may have caused the end of the stream. */
  get inFlight(): readonly Element[] {
    const { management } = this.#session;
    return management.active ? management.inFlight : [...this.#large];
  }

  /** Passes on elements received so far and later, in order. */
  deliver(onStanza: (stanza: Element) => void): void {
    for (const element of this.#connected.early) {
      if (isStanza(element)) onStanza(element);
      else this.#receiveNonza(element);
    }
    this.#connected.stream.deliver((element) => {
      if (isStanza(element)) {
        // Counted when handled, so that the server retains what a crash would lose.
        this.#session.management.handled.receive(() => {
          onStanza(element);
        });
      } else {
        this.#receiveNonza(element);
      }
    });
  }

  /** @param written called when the network has it, if the server does not acknowledge stanzas */
  send(stanza: Element, written: () => void): void {
    const { management } = this.#session;
    if (management.active) {
      management.enqueue(stanza);
      this.#sendWaiting();
    } else {
      this.#write(stanza, written);
      this.#watch(stanza);
    }
  }

  /** Sends whether the user is active, if the server supports it (XEP-0352). */
  setActive(active: boolean): void {
    const { stream, features } = this.#connected;
    if (active === this.#active || !offersClientState(features)) return;
    this.#active = active;
    stream.send(buildClientState(active));
  }

  /** Raises the maximum size of a stanza, in bytes, never below the default. */
  allowBytes(bytes: number): void {
    this.#connected.stream.allowBytes(bytes);
  }

  /** Sets whether data is read from the server; otherwise its silence is ignored. */
  setReading(reading: boolean): void {
    this.#connected.stream.setReading(reading);
    this.#liveness.setListening(reading);
  }

  /** Probes the server; the stream ends if no data arrives within 3 s. */
  probe(): void {
    this.#liveness.probeNow();
  }

  /** Closes the stream within 0.9 s; acknowledgements are still received. */
  async close(): Promise<void> {
    const { stream } = this.#connected;
    const { management } = this.#session;
    this.setReading(true);
    if (management.active) {
      await this.#acknowledger.settle(SETTLE_MS);
      stream.send(management.acknowledgement());
      this.#requestAcknowledgement();
    }
    await stream.close();
  }

  /** Closes the connection without closing the stream, so that the server keeps the session. */
  cut(): void {
    this.#connected.stream.destroy(stopped());
  }

  #receiveNonza(element: Element): void {
    const { management, acked } = this.#session;
    if (!management.active) return;
    if (element.is('r', NS_SM)) {
      this.#acknowledger.request();
    } else if (element.is('a', NS_SM)) {
      try {
        acked(management.acknowledge(element));
      } catch (error) {
        if (!(error instanceof StreamFault)) throw error;
        this.#connected.stream.abort(error);
        return;
      }
      this.#sendWaiting();
    }
  }

  /** Sends queued stanzas, in order; a suspect waits until nothing else is in flight. */
  #sendWaiting(): void {
    const { management, travelsAlone } = this.#session;
    for (let { waiting } = management; waiting; { waiting } = management) {
      const { lastSent } = management;
      if (lastSent && (travelsAlone(waiting) || travelsAlone(lastSent))) return;
      management.sendWaiting();
      this.#write(waiting);
      if (travelsAlone(waiting)) this.#requestAcknowledgement();
      else this.#requestSoon();
    }
  }

  #write(stanza: Element, written?: () => void): void {
    this.#hasSpoken = true;
    this.#connected.stream.send(stanza, written);
  }

  /** Without acknowledgements, only large stanzas sent recently can be found to be too large. */
  #watch(stanza: Element): void {
    if (!isLarger(stanza, WATCHED_BYTES)) return;
    this.#large.add(stanza);
    this.#clock.after(WATCHED_MS, () => this.#large.delete(stanza));
  }

  /** Sends a keepalive in time if the server closes idle streams (XEP-0478 §3.1). */
  #stayAwake(): void {
    const { idleSeconds } = this.#limits;
    if (idleSeconds === undefined) return;
    this.#keepAlive = this.#clock.after(Math.min((idleSeconds * 1000) / 3, MAX_IDLE_MS), () => {
      if (!this.#hasSpoken) this.#probe();
      this.#hasSpoken = false;
      this.#stayAwake();
    });
  }

  #requestSoon(): void {
    if (!this.#session.management.active) return;
    this.#sinceRequest += 1;
    if (this.#sinceRequest >= ACK_REQUEST_STANZAS) this.#requestAcknowledgement();
    else {
      this.#request ??= this.#clock.after(ACK_REQUEST_MS, () => {
        this.#requestAcknowledgement();
      });
    }
  }

  #requestAcknowledgement(): void {
    this.#request?.dispose();
    this.#request = undefined;
    this.#sinceRequest = 0;
    this.#connected.stream.send(xml('r', { xmlns: NS_SM }));
  }

  #probe(): void {
    const { stream, jid } = this.#connected;
    if (this.#session.management.active) {
      this.#requestAcknowledgement();
      return;
    }
    // An error is an answer, too, so the server need not support XEP-0199.
    const attrs = { type: 'get', id: randomUUID(), to: jid.domain };
    stream.send(xml('iq', attrs, xml('ping', { xmlns: NS_PING })));
  }
}
