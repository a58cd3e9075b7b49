import { Emitter } from '../../src/base/event.ts';
import type { Jid } from '../../src/base/jid.ts';
import type { Link, LinkState } from '../../src/model/link.ts';
import type { RefusedMessage } from '../../src/xmpp/refusedMessage.ts';
import { attachModules } from '../../src/xmpp/modules.ts';
import { bareServer } from './fakeArchive.ts';
import { FakeSession, type FakeSessionOptions } from './fakeSession.ts';

/** A link without a network, offline until told otherwise, its session with every extension. */
export class FakeLink implements Link {
  readonly session: FakeSession;
  /** What was called, in order. */
  readonly calls: string[] = [];
  /** What {@link connect} fails with. */
  refusal: Error | undefined;
  state: LinkState = { phase: 'offline' };
  readonly #states = new Emitter<LinkState>();
  readonly #sent = new Emitter<readonly string[]>();
  readonly #unsent = new Emitter<readonly string[]>();
  readonly #refused = new Emitter<RefusedMessage>();
  readonly onState = this.#states.event;
  readonly onSent = this.#sent.event;
  readonly onUnsent = this.#unsent.event;
  readonly onRefused = this.#refused.event;

  constructor(options: FakeSessionOptions & { readonly account?: Jid } = {}) {
    const { account } = options;
    this.session = new FakeSession(account ? { ...options, jid: `${account.bare}/desk` } : options);
    attachModules(this.session);
    this.session.stream.server = bareServer(this.session.account.domain);
    this.session.stream.goOffline();
  }

  /** The bodies of the messages sent so far. */
  get bodies(): readonly string[] {
    return this.session.sent
      .map((stanza) => stanza.getChildText('body'))
      .filter((body) => body !== null);
  }

  goOnline(resumed = false): void {
    this.become({ phase: 'online' });
    this.session.stream.goOnline(resumed);
  }

  goOffline(): void {
    this.session.stream.goOffline();
    this.become({ phase: 'waiting' });
  }

  become(state: LinkState): void {
    this.state = state;
    this.#states.fire(state);
  }

  /** The server acknowledges these messages, or with none named all that were sent. */
  acknowledge(...ids: readonly string[]): void {
    this.#sent.fire(ids.length > 0 ? ids : this.#messageIds());
  }

  /** The server has ended the connection over this message. */
  refuse(refused: RefusedMessage): void {
    this.goOffline();
    this.#refused.fire(refused);
  }

  /** A new session has replaced the one in which everything was sent. */
  loseAll(): void {
    this.lose(...this.#messageIds());
  }

  /** A new session has replaced the one in which these messages were sent. */
  lose(...ids: readonly string[]): void {
    this.#unsent.fire(ids);
  }

  connect(): Promise<void> {
    this.calls.push('connect');
    if (this.refusal) return Promise.reject(this.refusal);
    this.goOnline();
    return Promise.resolve();
  }

  start(): void {
    this.calls.push('start');
  }

  reconnectNow(): void {
    this.calls.push('reconnectNow');
  }

  stop(): Promise<void> {
    this.calls.push('stop');
    this.session.stream.goOffline();
    this.become({ phase: 'offline' });
    return Promise.resolve();
  }

  suspend(): void {
    this.calls.push('suspend');
  }

  setPassword(password: string): void {
    this.calls.push(`password ${password}`);
  }

  setFocused(focused: boolean): void {
    this.calls.push(`focused ${String(focused)}`);
  }

  dispose(): void {
    this.calls.push('dispose');
  }

  #messageIds(): string[] {
    return this.session.sent.flatMap((stanza) => {
      const { id } = stanza.attrs;
      return stanza.getName() === 'message' && id ? [id] : [];
    });
  }
}
