import { Jid } from '../../base/jid.ts';
import { describeError, type Log } from '../../base/log.ts';
import type { ResumeState } from '../resumeState.ts';
import { bytesOf, isLarger } from '../stanza/limits.ts';
import { Unsendable } from '../stanza/stanzaError.ts';
import type { Element } from '../stanza/xml.ts';
import type { ConnectionError } from './connectionError.ts';
import type { ConnectionOptions } from './connectionOptions.ts';
import { GuardedEmitter } from './guardedEmitter.ts';
import type { Resumable } from './negotiation.ts';
import type { Endpoint } from './net/endpoints.ts';
import { StreamManagement } from './sm/streamManagement.ts';
import { Suspects } from './sm/suspects.ts';

/** A stanza that caused the server to end the stream, and why it is not sent again. */
export interface Refused {
  readonly stanza: Element;
  readonly reason: Unsendable;
}

export interface StreamSessionDeps {
  readonly account: Jid;
  readonly log: Log;
  /** As {@link ConnectionOptions.keep}. */
  readonly keep: ConnectionOptions['keep'];
  /** Whether a stream carries the session: after its end the state is not stored any more. */
  readonly isOnline: () => boolean;
  /** Where the server prefers the session to be resumed. */
  readonly location: () => Endpoint | undefined;
}

/** The session that outlives its streams (XEP-0198), and the fate of the stanzas sent in it. */
export class StreamSession implements Resumable {
  readonly management = new StreamManagement();
  readonly keep: Resumable['keep'];
  readonly #deps: StreamSessionDeps;
  readonly #suspects = new Suspects();
  readonly #log = () => this.#deps.log;
  readonly #ackedEmitter = new GuardedEmitter<readonly Element[]>(this.#log);
  readonly #takenEmitter = new GuardedEmitter<readonly Element[]>(this.#log);
  readonly #unsentEmitter = new GuardedEmitter<readonly Element[]>(this.#log);
  readonly #refusedEmitter = new GuardedEmitter<Refused>(this.#log);
  #jid: Jid | undefined;
  /** Resource of a session that the server may still have: the next session replaces it. */
  #formerResource: string | undefined;

  /** The server has acknowledged stanzas: all those of one acknowledgement (XEP-0198 §4). */
  readonly onAcked = this.#ackedEmitter.event;
  /** The server has acknowledged stanzas, or if it does not support that, the network has them. */
  readonly onTaken = this.#takenEmitter.event;
  /**
   * Messages of an ended session that the server never acknowledged, oldest first; it may have
   * received them nevertheless. Fires while offline, before a new session is online.
   */
  readonly onUnsent = this.#unsentEmitter.event;
  /** A stanza caused the server to end the stream, and is not sent again. Fires while offline. */
  readonly onRefused = this.#refusedEmitter.event;

  constructor(deps: StreamSessionDeps) {
    this.#deps = deps;
    this.keep = deps.keep && (() => this.#keepWhileOnline());
  }

  get jid(): Jid | undefined {
    return this.#jid;
  }

  /** The resource to request, if the server may still have a former session. */
  get formerResource(): string | undefined {
    return this.#formerResource;
  }

  /** The state to resume in another process; `undefined` if the session is not resumable. */
  get state(): ResumeState | undefined {
    const { state } = this.management;
    const jid = this.#jid?.full;
    return state && jid !== undefined
      ? { ...state, jid, location: this.#deps.location() }
      : undefined;
  }

  /**
   * Restores a session of another process. An invalid state, or one of another account, is ignored.
   * @returns whether the session can be resumed
   */
  restore(state: ResumeState): boolean {
    const jid = Jid.parse(state.jid);
    if (jid?.bare !== this.#deps.account.bare || jid.resource === '') return false;
    if (state.isUsed === true) {
      this.#formerResource = jid.resource;
      return false;
    }
    if (!this.management.restore(state)) return false;
    this.#jid = jid;
    return true;
  }

  /** Handles a stream that carries the session from now on. */
  begin(jid: Jid): void {
    this.#jid = jid;
    this.#formerResource = undefined;
  }

  /** Waits for an attempt, in which the session may be resumed. @throws its error */
  async resuming<T>(attempt: Promise<T>): Promise<T> {
    const { resumable } = this.management;
    try {
      return await attempt;
    } catch (error) {
      // Resumption was refused, and the stream ended, too: the server may still have the session.
      if (resumable && !this.management.resumable) this.#formerResource = this.#jid?.resource;
      throw error;
    }
  }

  /** Ends the session. */
  end(): void {
    this.unsent(this.management.end());
  }

  readonly acked = (stanzas: readonly Element[]): void => {
    if (stanzas.length === 0) return;
    for (const stanza of stanzas) this.#suspects.clear(stanza);
    this.#ackedEmitter.fire(stanzas);
    this.#takenEmitter.fire(stanzas);
  };

  /** The network has a stanza that the server never acknowledges. */
  readonly taken = (stanza: Element): void => {
    this.#takenEmitter.fire([stanza]);
  };

  readonly unsent = (stanzas: readonly Element[]): void => {
    const messages = stanzas.filter((stanza) => stanza.getName() === 'message');
    if (messages.length > 0) this.#unsentEmitter.fire(messages);
  };

  readonly travelsAlone = (stanza: Element): boolean => this.#suspects.has(stanza);

  /**
   * @param maxBytes the limit announced by the server
   * @throws Unsendable if the stanza exceeds it, or the limit found by earlier failures
   */
  check(stanza: Element, maxBytes = Infinity): void {
    if (isLarger(stanza, maxBytes)) throw new Unsendable('size', maxBytes);
    if (isLarger(stanza, this.#suspects.maxBytes)) throw new Unsendable('size');
  }

  /** Refuses the stanza that caused the end of the stream, if any. */
  blame(error: ConnectionError, inFlight: readonly Element[]): void {
    // Without acknowledgements, stanzas are not sent again, so only the size limit is relevant.
    const isJudged = this.management.active || error.condition === 'policy-violation';
    const culprit = isJudged ? this.#suspects.judge(error, inFlight) : undefined;
    if (!culprit) return;
    const { stanza, why } = culprit;
    this.management.refuse(stanza);
    this.#deps.log.warn(
      `not sent again for its ${why}: a <${stanza.getName()}/> of ${bytesOf(stanza)} bytes`,
    );
    this.#refusedEmitter.fire({ stanza, reason: new Unsendable(why) });
  }

  /** Deletes the stored state, as the session is over. */
  async forget(): Promise<void> {
    await this.#keep(undefined);
  }

  async #keepWhileOnline(): Promise<void> {
    if (this.#deps.isOnline()) await this.#keep(this.state);
  }

  async #keep(state: ResumeState | undefined): Promise<void> {
    try {
      await this.#deps.keep?.(state);
    } catch (error) {
      this.#deps.log.warn(`the session cannot be kept: ${describeError(error)}`);
    }
  }
}
