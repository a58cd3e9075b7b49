import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { type SelfPing, selfPing } from '../../xmpp/xep/0410-selfPing.ts';
import { LATER, Retries } from './retries.ts';

export interface SelfCheckDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Our address in the room; `undefined` while it is uncertain, or we are outside. */
  readonly occupant: () => Jid | undefined;
  readonly conclude: (answer: SelfPing) => void;
  readonly report: (what: string, error: unknown) => void;
}

/** Asks whether we are still in a room (XEP-0410), one question at a time. */
export class SelfCheck {
  readonly #deps: SelfCheckDeps;
  readonly #retries: Retries;
  #timer: Disposable | undefined;
  /** The question in flight. */
  #question: object | undefined;

  constructor(deps: SelfCheckDeps) {
    this.#deps = deps;
    this.#retries = new Retries(deps.clock);
  }

  /** @returns the answer, once concluded from; `undefined` if it cannot be had now */
  async run(): Promise<SelfPing | undefined> {
    const session = this.#deps.session();
    const occupant = this.#deps.occupant();
    if (!session || !occupant || this.#question) return undefined;
    const question = {};
    this.#question = question;
    try {
      const answer = await selfPing(session, occupant);
      // A lost connection decides nothing: the next one asks again.
      const isValid = session.jid && this.#deps.occupant()?.equals(occupant);
      if (this.#question !== question || !isValid) return undefined;
      this.#question = undefined;
      this.#deps.conclude(answer);
      return answer;
    } catch (error) {
      this.#deps.report('asking whether we are in a room', error);
      return undefined;
    } finally {
      if (this.#question === question) this.#question = undefined;
    }
  }

  /** Asks again, later each time. */
  runLater(): void {
    this.#timer?.dispose();
    this.#timer = this.#deps.clock.after(this.#retries.next(LATER) ?? 0, () => {
      void this.run();
    });
  }

  /** It is known whether we are inside: what was asked before does not count. */
  stop(): void {
    this.#question = undefined;
    this.#timer?.dispose();
    this.#retries.reset();
  }
}
