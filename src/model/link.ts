import type { Event } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Failure } from '../base/userError.ts';
import type { Session } from '../xmpp/stanza/session.ts';
import type { RefusedMessage } from '../xmpp/refusedMessage.ts';
import type { ResumeState } from '../xmpp/resumeState.ts';
import type { RegistrationAnswers, RegistrationForm } from '../xmpp/xep/0077-register.ts';

/** Where the connection stands. */
export interface LinkState {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  /** Why there is no connection. */
  readonly error?: Failure | undefined;
  /** When the next try begins, in ms since 1970, while `waiting`. */
  readonly retryAt?: number | undefined;
}

/** One account's session and the connection below it, as far as the model rules it. */
export interface Link extends Disposable {
  readonly session: Session;
  readonly state: LinkState;
  readonly onState: Event<LinkState>;
  /** The server has these messages: the stanza ids, in order. */
  readonly onSent: Event<readonly string[]>;
  /** These messages were sent on a connection that was lost, and nobody knows whether they arrived. */
  readonly onUnsent: Event<readonly string[]>;
  /** The server ended the connection over this message, which must not be sent again. */
  readonly onRefused: Event<RefusedMessage>;
  /** One attempt. Resolves online. @throws Failure */
  connect(): Promise<void>;
  /** Stays connected from now on, through every loss that does not need the user. */
  start(): void;
  /** Tries now instead of at the next planned time. */
  reconnectNow(): void;
  /** Signs in with this password from the next try on. */
  setPassword(password: string): void;
  /** Ends the session within a second. */
  stop(): Promise<void>;
  /** Leaves at once without ending the session, for it to be resumed elsewhere. */
  suspend(): void;
  /** Whether the user looks at the window: a lost connection is then retried sooner. */
  setFocused(focused: boolean): void;
}

/** What a new link needs to know; the rest comes from the user's settings. */
export interface LinkOptions {
  readonly account: Jid;
  /** The name to sign in by, where that is not the localpart of the account. */
  readonly login?: string | undefined;
  readonly password: string;
  /** The SHA-256 fingerprint of the only certificate to trust, where the user chose one. */
  readonly fingerprint: string | undefined;
  /** The strongest sign-in mechanism seen, below which none is accepted. */
  readonly strongestMechanism: string | undefined;
  /** A stronger sign-in mechanism than before was used. */
  readonly onStrongerMechanism: (mechanism: string) => void;
  /** Who, by the roster, may learn that we are here. */
  readonly mayKnowPresence: (jid: Jid) => boolean;
  /** To register with, once, before signing in for the first time. */
  readonly registration?: RegistrationAnswers | undefined;
  /** The session to go on with, where the server still has it. */
  readonly resume?: ResumeState | undefined;
  /** Keeps what it takes to go on with the session in another process; `undefined` when it is over. */
  readonly keep: (state: ResumeState | undefined) => Promise<void>;
}

/** Reaches servers; injected, so that the model never sees a stream. */
export interface Network {
  readonly openLink: (options: LinkOptions) => Link;
  /**
   * Asks a server what registering there takes.
   * @param fingerprint of a certificate that the user trusts
   * @throws LinkError as {@link Link.connect}
   */
  readonly fetchRegistration: (server: Jid, fingerprint?: string) => Promise<RegistrationForm>;
}
