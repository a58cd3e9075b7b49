import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { sendPresence } from '../xmpp/presence.ts';
import { fetchRoster } from '../xmpp/roster.ts';
import { ownCaps } from '../xmpp/xep/index.ts';
import type { AccountRecord, AccountStore } from './accountStore.ts';
import { Chats } from './chats.ts';
import { Contacts } from './contacts.ts';
import type { History } from './history.ts';
import { listen } from './incoming.ts';
import type { Link, LinkState, OpenLink } from './link.ts';
import { Outbox } from './outbox.ts';
import type { Show } from './show.ts';
import { Transfers } from './transfers.ts';

/** What every account is built from. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly store: AccountStore;
  readonly openLink: OpenLink;
  /** Certificates of a CA file that the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
}

/** One account: its session, and what is known over it. */
export class Account implements Disposable {
  readonly jid: Jid;
  readonly contacts = new Contacts();
  readonly chats: Chats;
  readonly transfers: Transfers;
  readonly outbox: Outbox;
  readonly #link: Link;
  readonly #deps: AccountDeps;
  readonly #changed = new Emitter<undefined>();
  readonly #owned = new DisposableStore();
  #record: AccountRecord;

  /** Connection, own presence or unread count changed. */
  readonly onDidChange = this.#changed.event;

  constructor(record: AccountRecord, password: string, deps: AccountDeps) {
    this.jid = Jid.of(record.jid);
    this.#record = record;
    this.#deps = deps;
    this.#link = deps.openLink({
      account: this.jid,
      password,
      fingerprint: record.fingerprint,
      mechanism: record.mechanism,
      onMechanism: (mechanism) => {
        this.#record = { ...this.#record, mechanism };
      },
      mayKnowPresence: (jid) => this.contacts.seesUs(jid),
    });
    this.#owned.add(this.#link);
    this.chats = new Chats(this.jid.bare, deps);
    this.outbox = this.#owned.add(
      new Outbox(this.#link, this.chats, (error) => {
        this.#report('keeping a message', error);
      }),
    );
    this.transfers = new Transfers({
      session: this.#link.session,
      isOnline: () => this.state.phase === 'online',
      trustedCa: deps.trustedCa,
      announce: (to, file) => this.outbox.send(to, file.url, file),
    });
    this.#owned.add(
      listen(this.#link.session, {
        contacts: this.contacts,
        chats: this.chats,
        begin: () => this.#begin(),
        report: (what, error) => {
          this.#report(what, error);
        },
      }),
    );
    this.#owned.add(
      this.#link.onState(() => {
        this.#changed.fire(undefined);
      }),
    );
    this.#owned.add(
      this.chats.onDidChange(({ change }) => {
        if (!change) this.#changed.fire(undefined);
      }),
    );
  }

  get state(): LinkState {
    return this.#link.state;
  }

  /** What is to be remembered of the account. */
  get record(): AccountRecord {
    return this.#record;
  }

  /** One attempt to sign in. @throws Error with a sentence, a `code` and `data` */
  connect(): Promise<void> {
    return this.#link.connect();
  }

  /** Stays connected from now on. */
  start(): void {
    this.#link.start();
  }

  reconnectNow(): void {
    this.#link.reconnectNow();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  setFocused(focused: boolean): void {
    this.#link.setFocused(focused);
  }

  /** Own presence, kept for the next start. `offline` ends the connection, the others begin one. */
  async setPresence(show: Show, status: string): Promise<void> {
    this.#record = { ...this.#record, show, status };
    this.#changed.fire(undefined);
    await this.#deps.store.save(this.#record);
    if (show === 'offline') await this.#link.stop();
    else if (this.state.phase === 'online') this.#announce();
    else this.#link.start();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** A new session: the roster first, so that the presence that follows finds its contacts. */
  async #begin(): Promise<void> {
    const roster = await fetchRoster(this.#link.session);
    if (roster) this.contacts.applyRoster(roster.items);
    this.#announce();
    this.outbox.flush();
    await this.#deps.store.save(this.#record);
  }

  #announce(): void {
    const { show, status } = this.#record;
    if (show === 'offline') return;
    sendPresence(this.#link.session, { show, status, priority: 0, caps: ownCaps });
  }

  #report(what: string, error: unknown): void {
    this.#deps.log.error(`${this.jid.bare}: ${what} failed: ${describeError(error)}`);
  }
}
