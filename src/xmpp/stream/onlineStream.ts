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
/** A burst of stanzas is acknowledged together. */
const ACK_REQUEST_MS = 100;
const ACK_REQUEST_STANZAS = 20;
/** How long what came may be dealt with before a polite end. */
const SETTLE_MS = 200;
/** No server sees a stream as idle only after longer than that, or it does not matter to us. */
const MAX_IDLE_MS = 600_000;
/** How long a large stanza that nobody acknowledges is taken for the reason of an end, and how large. */
const WATCHED_MS = 10_000;
const WATCHED_BYTES = 10_000;

/** A negotiated stream at work: counts stanzas, asks for and gives acknowledgements, notices silence. */
export class OnlineStream {
  readonly #connected: Connected;
  readonly #session: Resumable;
  readonly #clock: Clock;
  readonly #liveness: Liveness;
  readonly #acknowledger: Acknowledger;
  readonly #limits: StreamLimits;
  /** What the server takes for true; `undefined` where servers differ. */
  #active: boolean | undefined;
  /** Whether anything was sent since that was asked last. */
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
    // XEP-0352 §5.2 has every stream begin active. Prosody 0.12 takes a session that was inactive
    // for inactive still when it is resumed, and then holds back everything, until it is told.
    this.#active = connected.resumed ? undefined : true;
    // XEP-0198 §5: after a resumption, what the server did not acknowledge goes out again.
    this.#sendWaiting();
    this.#stayAwake();
  }

  /** The most bytes of a stanza that the server takes, where it says so. */
  get maxBytes(): number | undefined {
    return this.#limits.maxBytes;
  }

  /** What was sent and may have ended the stream. */
  get inFlight(): readonly Element[] {
    const { management } = this.#session;
    return management.active ? management.inFlight : [...this.#large];
  }

  /** Hands over what came and what comes, in order. */
  deliver(onStanza: (stanza: Element) => void): void {
    for (const element of this.#connected.early) {
      if (isStanza(element)) onStanza(element);
      else this.#receiveNonza(element);
    }
    this.#connected.stream.deliver((element) => {
      if (isStanza(element)) {
        // Counted when handled, so that the server keeps what a crash would lose.
        this.#session.management.handled.receive(() => {
          onStanza(element);
        });
      } else {
        this.#receiveNonza(element);
      }
    });
  }

  /** @param written hears that the network has it, where the server acknowledges nothing. */
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

  /** Says whether somebody is looking, where the server wants to know (XEP-0352). */
  setActive(active: boolean): void {
    const { stream, features } = this.#connected;
    if (active === this.#active || !offersClientState(features)) return;
    this.#active = active;
    stream.send(buildClientState(active));
  }

  /** Whether more is read from the server; while it is not, its silence counts for nothing. */
  setReading(reading: boolean): void {
    this.#connected.stream.setReading(reading);
    this.#liveness.setListening(reading);
  }

  /** Asks whether the server is still there; the stream ends if it says nothing for 3 s. */
  probe(): void {
    this.#liveness.probeNow();
  }

  /** Ends the stream within 0.9 s; acknowledgements still come in. */
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

  /** Cuts the connection without a word, so that the server keeps the session. */
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

  /** Sends what waits, in order; what must travel alone waits until nothing else is in flight. */
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

  /** Where nothing is acknowledged, only what is large and was sent just now can be told to be too large. */
  #watch(stanza: Element): void {
    if (!isLarger(stanza, WATCHED_BYTES)) return;
    this.#large.add(stanza);
    this.#clock.after(WATCHED_MS, () => this.#large.delete(stanza));
  }

  /** Says something in time where the server ends streams over which nothing comes (XEP-0478 §3.1). */
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
    // An error is an answer, too, so it does not matter whether the server knows XEP-0199.
    const attrs = { type: 'get', id: randomUUID(), to: jid.domain };
    stream.send(xml('iq', attrs, xml('ping', { xmlns: NS_PING })));
  }
}
