// XEP-0166: Jingle, version 1.1.2: a session with a peer
// https://xmpp.org/extensions/xep-0166.html
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import type { Element } from '../stanza/xml.ts';
import {
  buildContent,
  buildJingle,
  buildReason,
  isUnknownSession,
  type JingleAction,
  type JingleContent,
  jingleError,
  type JingleReason,
  type JingleRequest,
  type JingleRole,
} from './0166-requests.ts';

/** How long a peer may be unavailable until its session ends (§6.7), in ms. */
const ABSENCE_MS = 10_000;

/** How a session ended: terminated by one of both, or lost together with our own connection. */
export interface JingleEnd {
  readonly by: 'us' | 'peer' | 'connection';
  readonly reason: JingleReason;
  /** The application's own condition, as `{namespace}name`. */
  readonly detail?: string | undefined;
}

/** The session ended while something of it was awaited. */
export class JingleEnded extends Error {
  override readonly name = 'JingleEnded';
  readonly end: JingleEnd;

  constructor(end: JingleEnd) {
    super(`ended by ${end.by}: ${end.reason}`);
    this.end = end;
  }
}

/** Acts on a request of the peer, which is acknowledged afterwards. @throws StanzaError */
export type JingleHandler = (request: JingleRequest) => void;

/**
 * A session with a full JID: the states of §5.1, and what each allows. Requests are sent after the
 * acknowledgement of the one that is being handled.
 */
export class JingleSession {
  readonly sid: string;
  readonly peer: Jid;
  readonly role: JingleRole;
  /** Resolves with the end; never rejects. */
  readonly ended: Promise<JingleEnd>;
  readonly #session: Session;
  readonly #failure: Promise<never>;
  /** Whether the peer has heard of it. */
  #isKnown: boolean;
  #isActive = false;
  #ending: JingleEnd | undefined;
  #handler: JingleHandler = () => {
    throw jingleError('out-of-order');
  };
  #resolve: (end: JingleEnd) => void = () => undefined;
  #absence: Disposable | undefined;

  constructor(session: Session, peer: Jid, sid: string, role: JingleRole) {
    this.#session = session;
    this.peer = peer;
    this.sid = sid;
    this.role = role;
    this.#isKnown = role === 'responder';
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#failure = this.ended.then((end) => {
      throw new JingleEnded(end);
    });
    this.#failure.catch(() => undefined);
  }

  /** Once it has ended. */
  get end(): JingleEnd | undefined {
    return this.#ending;
  }

  /** Sets who acts on the peer's requests. */
  handle(handler: JingleHandler): void {
    this.#handler = handler;
  }

  /** Offers a content to the peer. @throws StanzaError, JingleEnded */
  async initiate(content: JingleContent): Promise<void> {
    this.#isKnown = true;
    try {
      await this.send('session-initiate', buildContent(content));
    } catch (error) {
      // What was refused has never begun (§6.3.2).
      const isBusy = conditionOf(error) === 'resource-constraint';
      this.#end({ by: 'peer', reason: isBusy ? 'busy' : 'unsupported-applications' });
      throw error;
    }
  }

  /** Accepts the peer's offer. @throws StanzaError, JingleEnded */
  accept(content: JingleContent): Promise<void> {
    this.#isActive = true;
    return this.send('session-accept', buildContent(content));
  }

  /**
   * Sends a request; resolves when it is acknowledged, over a resumption (XEP-0198) if need be.
   *
   * @throws StanzaError, JingleEnded
   */
  async send(action: JingleAction, ...children: readonly Element[]): Promise<void> {
    await Promise.resolve();
    await this.until(this.#request(action, children));
  }

  /** Awaits something as long as the session lasts. @throws JingleEnded, or as the promise */
  until<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([this.#failure, promise]);
  }

  /** Ends the session, and tells the peer; harmless once it has ended (§6.6). */
  terminate(reason: JingleReason, detail?: Element): void {
    if (this.#ending) return;
    this.#end({ by: 'us', reason });
    if (!this.#isKnown) return;
    void Promise.resolve()
      .then(() => this.#request('session-terminate', [buildReason(reason, detail)]))
      // Whatever is answered, it has ended here.
      .catch(() => undefined);
  }

  /** Ends the session as one that our connection has lost: the peer cannot be told. */
  lose(): void {
    this.#end({ by: 'connection', reason: 'gone' });
  }

  /** The peer has become available, or unavailable, which may be for a moment only (§6.7). */
  present(isAvailable: boolean): void {
    this.#absence?.dispose();
    this.#absence = undefined;
    if (isAvailable || this.#ending) return;
    this.#absence = this.#session.clock.after(ABSENCE_MS, () => {
      this.#end({ by: 'peer', reason: 'gone' });
    });
  }

  /** Acts on a request of the peer. @throws StanzaError to answer it with */
  receive(request: JingleRequest): void {
    this.present(true);
    switch (request.action) {
      case 'session-terminate':
        this.#end({ by: 'peer', reason: request.reason, detail: request.detail });
        return;
      case 'session-info':
        // A ping (§6.8).
        if (request.info) this.#handler(request);
        return;
      case 'session-accept':
        if (this.role !== 'initiator' || this.#isActive) break;
        this.#handler(request);
        this.#isActive = true;
        return;
      case 'transport-accept':
      case 'transport-info':
      case 'transport-reject':
      case 'transport-replace':
        this.#handler(request);
        return;
      case 'content-remove':
        // No session is left without its only content (§7.2.5).
        this.#end({ by: 'peer', reason: request.reason, detail: request.detail });
        return;
      case 'content-add':
      case 'content-modify':
      case 'description-info':
      case 'security-info':
        throw jingleError('unsupported-info');
      case 'content-accept':
      case 'content-reject':
      case 'session-initiate':
        break;
    }
    throw jingleError('out-of-order');
  }

  #end(end: JingleEnd): void {
    if (this.#ending) return;
    this.#ending = end;
    this.#absence?.dispose();
    this.#resolve(end);
  }

  async #request(action: JingleAction, children: readonly Element[]): Promise<void> {
    const payload = buildJingle(action, this.sid, this.#session.jid?.full, children);
    try {
      const to = this.peer;
      await this.#session.request({ type: 'set', to, payload, outlivesConnection: true });
    } catch (error) {
      if (isUnknownSession(error)) this.#end({ by: 'peer', reason: 'gone' });
      else if (conditionOf(error) === 'remote-server-timeout')
        this.#end({ by: 'peer', reason: 'timeout' });
      else if (conditionOf(error) === 'not-connected') this.lose();
      if (this.#ending) throw new JingleEnded(this.#ending);
      throw error;
    }
  }
}

function conditionOf(error: unknown): string | undefined {
  return error instanceof StanzaError ? error.condition : undefined;
}
