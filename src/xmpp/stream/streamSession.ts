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

/** A stanza that the server ended the stream over, and why it is not sent again. */
export interface Refused {
  readonly stanza: Element;
  readonly reason: Unsendable;
}

export interface StreamSessionDeps {
  readonly account: Jid;
  readonly log: Log;
  /** As {@link ConnectionOptions.keep}. */
  readonly keep: ConnectionOptions['keep'];
  /** Whether a stream carries the session: one that has ended says nothing of it any more. */
  readonly isOnline: () => boolean;
  /** Where the session is to be resumed, by the server's wish. */
  readonly location: () => Endpoint | undefined;
}

/** The session that outlives its streams (XEP-0198), and what becomes of the stanzas sent in it. */
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
  /** Of a session of which nobody knows whether it is over: the next one takes its place. */
  #formerResource: string | undefined;

  /** The server has taken over what was sent: all that one acknowledgement tells (XEP-0198 §4). */
  readonly onAcked = this.#ackedEmitter.event;
  /** The server has taken over stanzas, or where it acknowledges none, the network has. */
  readonly onTaken = this.#takenEmitter.event;
  /**
   * Messages of a session that is over which the server never acknowledged, oldest first; it may
   * have them all the same. Fires while not online, before a new session is.
   */
  readonly onUnsent = this.#unsentEmitter.event;
  /** The server ended the stream over a stanza, which is not sent again. Fires while not online. */
  readonly onRefused = this.#refusedEmitter.event;

  constructor(deps: StreamSessionDeps) {
    this.#deps = deps;
    this.keep = deps.keep && (() => this.#keepWhileOnline());
  }

  get jid(): Jid | undefined {
    return this.#jid;
  }

  /** The resource to ask for, where the server may have a former session of ours still. */
  get formerResource(): string | undefined {
    return this.#formerResource;
  }

  /** What it takes to go on elsewhere; `undefined` where that is not possible. */
  get state(): ResumeState | undefined {
    const { state } = this.management;
    const jid = this.#jid?.full;
    return state && jid !== undefined
      ? { ...state, jid, location: this.#deps.location() }
      : undefined;
  }

  /**
   * Takes up a session of another process. A state that makes no sense, or is of another account, is
   * as good as none. Result: whether it can be gone on with.
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

  /** A stream carries the session from now on. */
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
      // Asked for, refused, and the stream is over, too: the server may have the session still.
      if (resumable && !this.management.resumable) this.#formerResource = this.#jid?.resource;
      throw error;
    }
  }

  /** The session is over. */
  end(): void {
    this.unsent(this.management.end());
  }

  readonly acked = (stanzas: readonly Element[]): void => {
    if (stanzas.length === 0) return;
    for (const stanza of stanzas) this.#suspects.clear(stanza);
    this.#ackedEmitter.fire(stanzas);
    this.#takenEmitter.fire(stanzas);
  };

  /** The network has taken over a stanza that the server never acknowledges. */
  readonly taken = (stanza: Element): void => {
    this.#takenEmitter.fire([stanza]);
  };

  readonly unsent = (stanzas: readonly Element[]): void => {
    const messages = stanzas.filter((stanza) => stanza.getName() === 'message');
    if (messages.length > 0) this.#unsentEmitter.fire(messages);
  };

  readonly travelsAlone = (stanza: Element): boolean => this.#suspects.has(stanza);

  /**
   * @param maxBytes what the server says that it takes
   * @throws Unsendable where that is less, or the server has shown to take less
   */
  check(stanza: Element, maxBytes = Infinity): void {
    if (isLarger(stanza, maxBytes)) throw new Unsendable('size', maxBytes);
    if (isLarger(stanza, this.#suspects.maxBytes)) throw new Unsendable('size');
  }

  /** Gives up the stanza that ended the stream, if one did. */
  blame(error: ConnectionError, inFlight: readonly Element[]): void {
    // What is never acknowledged is not sent again, so that only its size is to be learned from.
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

  /** Keeps that the session is over. */
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
