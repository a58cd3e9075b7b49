import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import { type Disposable, onDispose } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import type { Absence } from './absence.ts';
import { AnswerLimit } from './answerLimit.ts';
import type { IqHandler, IqHandlerOptions } from './session.ts';
import { buildStanzaError, StanzaError } from './stanzaError.ts';
import { type Element, payload, xml } from './xml.ts';

/** Deadline of a handler, in milliseconds: requesters give up after about 30 s. */
const ANSWER_MS = 20_000;

export interface IqAnswersDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** @throws StanzaError */
  readonly send: (stanza: Element) => void;
  /** Whether an answer may reveal our presence to this JID. */
  readonly mayKnowPresence: (jid: Jid) => boolean;
  readonly absence: Absence;
}

interface Registered {
  readonly handler: IqHandler;
  /** Its own deadline, if any. */
  readonly deadlineMs: number | undefined;
}

/** Answers incoming iqs, each once (RFC 6120 §8.2.3). */
export class IqAnswers {
  readonly #deps: IqAnswersDeps;
  readonly #handlers = new Map<string, Registered>();
  readonly #limit = new AnswerLimit();
  /** Answers made while there was no connection, for when the session is resumed. */
  #unsent: Element[] = [];
  /** Identifies the current session. */
  #session = {};

  constructor(deps: IqAnswersDeps) {
    this.#deps = deps;
  }

  on(
    type: 'get' | 'set',
    name: string,
    xmlns: string,
    handler: IqHandler,
    { deadlineMs }: IqHandlerOptions = {},
  ): Disposable {
    const key = iqKey(type, name, xmlns);
    this.#handlers.set(key, { handler, deadlineMs });
    return onDispose(() => this.#handlers.delete(key));
  }

  /** Answers an iq of type get or set. */
  answer(iq: Element, type: 'get' | 'set', from: Jid): void {
    const { absence, log, mayKnowPresence } = this.#deps;
    // The answer would not be sent, and without one a get has no effect.
    if (type === 'get' && this.#limit.isReached(from.bare)) return;
    if (mayKnowPresence(from)) {
      const registered = this.#handlerOf(iq, type);
      const answer = this.#answerOf(iq, type, from, registered);
      if (!(answer instanceof Promise)) this.#send(answer, from);
      else if (registered?.deadlineMs === undefined) void this.#sendLater(iq, answer, from);
      else void this.#sendUncounted(answer);
      return;
    }
    absence
      .answer(iq)
      .then((answer) => {
        if (answer) this.#send(answer, from);
      })
      .catch((error: unknown) => {
        log.error(`answering as if absent: ${describeError(error)}`);
      });
  }

  /** The server has acknowledged these stanzas. */
  taken(stanzas: readonly Element[]): void {
    for (const stanza of stanzas) this.#limit.taken(stanza);
  }

  /** The session is resumed: sends what became ready meanwhile. */
  resume(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const answer of unsent) this.#deliver(answer);
  }

  /** Starts a new session: pending iqs of the last one are not answered any more. */
  reset(): void {
    this.#session = {};
    this.#unsent = [];
    this.#limit.reset();
    this.#deps.absence.reset();
  }

  #handlerOf(iq: Element, type: 'get' | 'set'): Registered | undefined {
    const child = payload(iq);
    return child && this.#handlers.get(iqKey(type, child.getName(), child.getNS() ?? ''));
  }

  #answerOf(
    iq: Element,
    type: 'get' | 'set',
    from: Jid,
    registered: Registered | undefined,
  ): Element | Promise<Element> {
    const child = payload(iq);
    const reply = { id: iq.attrs['id'], to: iq.attrs['from'], type: 'result' };
    const result = (content: Element | undefined) => xml('iq', reply, content);
    const failed = (error: unknown) => xml('iq', { ...reply, type: 'error' }, this.#errorOf(error));
    try {
      if (!child || !registered) throw new StanzaError('service-unavailable');
      const { handler, deadlineMs = ANSWER_MS } = registered;
      const arrived = this.#deps.clock.now();
      const answer = handler({ type, from, payload: child, arrived });
      return answer instanceof Promise
        ? this.#within(deadlineMs, answer).then(result, failed)
        : result(answer);
    } catch (error) {
      return failed(error);
    }
  }

  #errorOf(error: unknown): Element {
    if (error instanceof StanzaError) {
      return buildStanzaError(error.condition, error.type, error.application);
    }
    this.#deps.log.error(`iq handler: ${describeError(error)}`);
    return buildStanzaError('internal-server-error', 'cancel');
  }

  /** Rejects when a handler takes longer than `ms`. */
  #within<T>(ms: number, answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.#deps.clock.after(ms, () => {
        reject(new StanzaError('resource-constraint', { type: 'wait', text: 'not ready in time' }));
      });
      void answer.then(resolve, reject).finally(() => {
        timer.dispose();
      });
    });
  }

  /** Sends an answer once it is ready; until then, the request counts in its place. */
  async #sendLater(iq: Element, answer: Promise<Element>, to: Jid): Promise<void> {
    const session = this.#session;
    if (!this.#limit.admit(iq, to.bare)) return;
    const ready = await answer;
    if (session !== this.#session) return;
    this.#limit.taken(iq);
    this.#send(ready, to);
  }

  /** Sends an answer once it is ready, whose handler limits how many wait. */
  async #sendUncounted(answer: Promise<Element>): Promise<void> {
    const session = this.#session;
    const ready = await answer;
    if (session === this.#session) this.#deliver(ready);
  }

  #send(answer: Element, to: Jid): void {
    if (this.#limit.admit(answer, to.bare)) this.#deliver(answer);
  }

  #deliver(answer: Element): void {
    try {
      this.#deps.send(answer);
    } catch (error) {
      if (error instanceof StanzaError && error.condition === 'not-connected') {
        this.#unsent.push(answer);
        return;
      }
      this.#limit.taken(answer);
      this.#deps.log.warn(`an answer could not be sent: ${describeError(error)}`);
    }
  }
}

function iqKey(type: string, name: string, xmlns: string): string {
  return `${type} {${xmlns}}${name}`;
}
