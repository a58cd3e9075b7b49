import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { AccountRecord, KeptSession } from '../accountStore.ts';
import { chosenOffline, needsUser, notOnline } from '../failure.ts';
import type { Link, LinkOptions, LinkState, Network } from '../link.ts';
import type { Profile } from './profile.ts';

/** Options for the first link of an account. */
export interface FirstLink extends Pick<LinkOptions, 'registration'> {
  readonly resume?: KeptSession | undefined;
}

export interface AccountLinkDeps extends Pick<LinkOptions, 'account' | 'mayKnowPresence' | 'keep'> {
  readonly openLink: Network['openLink'];
  readonly profile: Profile;
  /** Subscribes the account to the link's events, until disposed. */
  readonly attach: (link: Link) => Disposable;
  /** The state has changed, or the link. */
  readonly onState: () => void;
}

/** The link of an account; signing in again replaces it. */
export class AccountLink implements Disposable {
  readonly #deps: AccountLinkDeps;
  #link: Link;
  #attached: Disposable;
  /** The state before a failed sign-in, if it still is `needsUser`. */
  #formerState: LinkState | undefined;

  constructor(password: string, first: FirstLink, deps: AccountLinkDeps) {
    this.#deps = deps;
    this.#link = this.#open(password, first);
    this.#attached = this.#attach(this.#link);
  }

  get current(): Link {
    return this.#link;
  }

  get state(): LinkState {
    return this.#formerState ?? this.#link.state;
  }

  /** `undefined` while offline. */
  get session(): Session | undefined {
    return this.#link.session.jid ? this.#link.session : undefined;
  }

  /**
   * The session, for requests that need the server now.
   *
   * @param task what fails while offline, if that is not obvious to the user
   * @throws Failure offline
   */
  online(task?: UserError): Session {
    const { phase, error } = this.state;
    if (phase === 'online') return this.#link.session;
    if (this.#deps.profile.record.show === 'offline') throw chosenOffline(task);
    throw phase === 'needsUser' ? needsUser(error?.userError, task) : notOnline(task);
  }

  /** @throws Failure if the user chose to be offline */
  reconnectNow(): void {
    if (this.#deps.profile.record.show === 'offline') throw chosenOffline();
    this.#link.reconnectNow();
  }

  /**
   * One attempt to sign in again, with another password or certificate. The former connection is
   * restored if it fails.
   * @throws Failure as {@link Link.connect}
   */
  async signIn(record: AccountRecord, password: string): Promise<void> {
    const { profile } = this.#deps;
    const former = { link: this.#link, attached: this.#attached, record: profile.record };
    const { state } = this;
    await former.link.stop();
    profile.replace(record);
    this.#link = this.#open(password);
    this.#attached = this.#attach(this.#link);
    try {
      await this.#link.connect();
      former.attached.dispose();
    } catch (error) {
      await this.#link.stop();
      this.#attached.dispose();
      this.#link = former.link;
      this.#attached = former.attached;
      profile.replace(former.record);
      if (state.phase === 'needsUser') this.#formerState = state;
      else if (state.phase !== 'offline') this.#link.start();
      this.#deps.onState();
      throw error;
    }
  }

  dispose(): void {
    this.#attached.dispose();
  }

  #open(password: string, first: FirstLink = {}): Link {
    const { profile, openLink, account, mayKnowPresence, keep } = this.#deps;
    const { login, fingerprint, strongestMechanism } = profile.record;
    return openLink({
      account,
      login,
      password,
      fingerprint,
      strongestMechanism,
      onStrongerMechanism: (mechanism) => {
        profile.setStrongestMechanism(mechanism);
      },
      mayKnowPresence,
      keep,
      ...first,
    });
  }

  #attach(link: Link): Disposable {
    const owned = new DisposableStore();
    owned.add(link);
    owned.add(this.#deps.attach(link));
    owned.add(
      link.onState(() => {
        this.#formerState = undefined;
        this.#deps.onState();
      }),
    );
    return owned;
  }
}
