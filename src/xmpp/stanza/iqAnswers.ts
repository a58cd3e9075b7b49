import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import { type Disposable, onDispose } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import type { Absence } from './absence.ts';
import { AnswerLimit } from './answerLimit.ts';
import type { IqHandler } from './session.ts';
import { buildStanzaError, StanzaError } from './stanzaError.ts';
import { type Element, payload, xml } from './xml.ts';

export interface IqAnswersDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** @throws StanzaError */
  readonly send: (stanza: Element) => void;
  /** Whether an answer may tell this JID that we are here. */
  readonly mayKnowPresence: (jid: Jid) => boolean;
  readonly absence: Absence;
}

/** Answers the iqs of others, each once (RFC 6120 §8.2.3). */
export class IqAnswers {
  readonly #deps: IqAnswersDeps;
  readonly #handlers = new Map<string, IqHandler>();
  readonly #limit = new AnswerLimit();

  constructor(deps: IqAnswersDeps) {
    this.#deps = deps;
  }

  on(type: 'get' | 'set', name: string, xmlns: string, handler: IqHandler): Disposable {
    const key = iqKey(type, name, xmlns);
    this.#handlers.set(key, handler);
    return onDispose(() => this.#handlers.delete(key));
  }

  /** Answers an iq of type get or set. */
  answer(iq: Element, type: 'get' | 'set', from: Jid): void {
    const { absence, log, mayKnowPresence } = this.#deps;
    if (mayKnowPresence(from)) {
      this.#send(this.#answerOf(iq, type, from), from);
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

  /** The server has this stanza. */
  taken(stanza: Element): void {
    this.#limit.taken(stanza);
  }

  /** A new session begins. */
  reset(): void {
    this.#limit.reset();
    this.#deps.absence.reset();
  }

  #answerOf(iq: Element, type: 'get' | 'set', from: Jid): Element {
    const child = payload(iq);
    const handler = child && this.#handlers.get(iqKey(type, child.getName(), child.getNS() ?? ''));
    const reply = { id: iq.attrs['id'], to: iq.attrs['from'], type: 'result' };
    try {
      if (!child || !handler) throw new StanzaError('service-unavailable');
      const arrived = this.#deps.clock.now();
      return xml('iq', reply, handler({ type, from, payload: child, arrived }));
    } catch (error) {
      const known = error instanceof StanzaError;
      if (!known) this.#deps.log.error(`iq handler: ${describeError(error)}`);
      const condition = known ? error.condition : 'internal-server-error';
      const errorType = known ? error.type : 'cancel';
      return xml('iq', { ...reply, type: 'error' }, buildStanzaError(condition, errorType));
    }
  }

  #send(answer: Element, to: Jid): void {
    if (!this.#limit.admit(answer, to.bare)) return;
    try {
      this.#deps.send(answer);
    } catch (error) {
      this.#limit.taken(answer);
      this.#deps.log.warn(`an answer could not be sent: ${describeError(error)}`);
    }
  }
}

function iqKey(type: string, name: string, xmlns: string): string {
  return `${type} {${xmlns}}${name}`;
}
