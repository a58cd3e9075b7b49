import type { Event } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Failure } from '../base/userError.ts';
import type { Session } from '../xmpp/stanza/session.ts';
import type { RefusedMessage } from '../xmpp/refusedMessage.ts';
import type { ResumeState } from '../xmpp/resumeState.ts';
import type { RegistrationAnswers, RegistrationForm } from '../xmpp/xep/0077-register.ts';

/** The state of the connection. */
export interface LinkState {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  /** Why there is no connection. */
  readonly error?: Failure | undefined;
  /** When the next attempt begins, in ms since 1970, while `waiting`. */
  readonly retryAt?: number | undefined;
}

/** One account's session and its connection, as far as the model controls it. */
export interface Link extends Disposable {
  readonly session: Session;
  readonly state: LinkState;
  readonly onState: Event<LinkState>;
  /** The server acknowledged these messages: the stanza ids, in order. */
  readonly onSent: Event<readonly string[]>;
  /** These messages were sent on a lost connection and are unconfirmed. */
  readonly onUnsent: Event<readonly string[]>;
  /** The server closed the connection because of this message, which must not be resent. */
  readonly onRefused: Event<RefusedMessage>;
  /** One attempt. Resolves online. @throws Failure */
  connect(): Promise<void>;
  /** Connects, and reconnects after every loss that does not need the user. */
  start(): void;
  /** Retries now instead of at the planned time. */
  reconnectNow(): void;
  /** Uses this password from the next attempt on. */
  setPassword(password: string): void;
  /** Ends the session within a second. */
  stop(): Promise<void>;
  /** Disconnects at once without ending the session, so that another process can resume it. */
  suspend(): void;
  /** Whether the window has the focus: a lost connection is then retried sooner. */
  setFocused(focused: boolean): void;
}

/** The options of a new link; the rest comes from the user's settings. */
export interface LinkOptions {
  readonly account: Jid;
  /** The name to sign in with, if other than the localpart of the account. */
  readonly login?: string | undefined;
  readonly password: string;
  /** The SHA-256 fingerprint of the only trusted certificate, if the user chose one. */
  readonly fingerprint: string | undefined;
  /** The strongest sign-in mechanism seen, below which none is accepted. */
  readonly strongestMechanism: string | undefined;
  /** A stronger sign-in mechanism than before was used. */
  readonly onStrongerMechanism: (mechanism: string) => void;
  /** Whether, according to the roster, this JID may learn that we are online. */
  readonly mayKnowPresence: (jid: Jid) => boolean;
  /** To register with, once, before signing in for the first time. */
  readonly registration?: RegistrationAnswers | undefined;
  /** The session to resume, if the server still has it. */
  readonly resume?: ResumeState | undefined;
  /** Stores what another process needs to resume the session; `undefined` once it has ended. */
  readonly keep: (state: ResumeState | undefined) => Promise<void>;
}

/** Connects to servers; injected, so that the model never sees a stream. */
export interface Network {
  readonly openLink: (options: LinkOptions) => Link;
  /**
   * Requests a server's registration form.
   * @param fingerprint of a certificate that the user trusts
   * @throws LinkError as {@link Link.connect}
   */
  readonly fetchRegistration: (server: Jid, fingerprint?: string) => Promise<RegistrationForm>;
}
