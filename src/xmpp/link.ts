import { Emitter } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import {
  type ConnectionDeps,
  type ConnectionOptions,
  XmppConnection,
} from './stream/connection.ts';
import { allowDirect } from './files/directHosts.ts';
import type { RefusedMessage } from './refusedMessage.ts';
import type { ResumeState } from './resumeState.ts';
import type { Session } from './stanza/session.ts';
import { StanzaSession } from './stanza/stanzaSession.ts';
import { type RegistrationAnswers, submitting } from './xep/0077-register.ts';
import { attachModules } from './modules.ts';
import type { Element } from './stanza/xml.ts';

export interface XmppLinkOptions extends ConnectionOptions {
  /** Who, besides our account and its server, may see that we are online. */
  readonly mayKnowPresence: (jid: Jid) => boolean;
  /** A stronger sign-in mechanism than before was used. */
  readonly onStrongerMechanism: (mechanism: string) => void;
  /** The IP addresses of this machine at which peers may connect to send files; none when absent. */
  readonly directAddresses?: (() => readonly string[]) | undefined;
  /** The language that our server is asked to write in, a BCP 47 tag; English when absent. */
  readonly language?: string | undefined;
  /** To register with, once, before signing in for the first time (XEP-0077). */
  readonly registration?: RegistrationAnswers | undefined;
}

/**
 * A connection with its session and every extension attached: how the layers above control an
 * account. Messages are named by their stanza id; no XML leaves.
 */
export class XmppLink implements Disposable {
  readonly session: Session;
  readonly #connection: XmppConnection;
  readonly #owned = new DisposableStore();
  readonly #sent = new Emitter<readonly string[]>();
  readonly #unsent = new Emitter<readonly string[]>();
  readonly #refused = new Emitter<RefusedMessage>();

  /** The server has these messages: as it acknowledges them, or once written where it never does. */
  readonly onSent = this.#sent.event;
  /** These messages were sent in a session that is over; whether they arrived is unknown. */
  readonly onUnsent = this.#unsent.event;
  /** The server ended the connection over this message, which is not sent again. */
  readonly onRefused = this.#refused.event;
  readonly onState: XmppConnection['onState'];

  constructor(options: XmppLinkOptions, deps: ConnectionDeps) {
    const { account, language, registration } = options;
    const beforeSignIn = registration && submitting(account.domain, registration, language);
    const connection = new XmppConnection({ ...options, beforeSignIn }, deps);
    this.#connection = connection;
    this.onState = connection.onState;
    const stream = {
      get jid() {
        return connection.jid;
      },
      get features() {
        return connection.features;
      },
      send: (stanza: Element) => {
        connection.send(stanza);
        if (!connection.acknowledges) this.#fireIds(this.#sent, [stanza]);
      },
      allowBytes: (bytes: number) => {
        connection.allowBytes(bytes);
      },
      setReading: (reading: boolean) => {
        connection.setReading(reading);
      },
      hold: () => connection.hold(),
      onStanza: connection.onStanza,
      onTaken: connection.onTaken,
      onOnline: connection.onOnline,
      onOffline: connection.onOffline,
    };
    const session = new StanzaSession(options.account, stream, {
      ...deps,
      mayKnowPresence: options.mayKnowPresence,
      language,
    });
    this.session = session;
    if (options.directAddresses) allowDirect(session, options.directAddresses);
    this.#owned.add(connection);
    this.#owned.add(session);
    this.#owned.add(attachModules(session));
    this.#owned.add(
      connection.onAcked((stanzas) => {
        this.#fireIds(this.#sent, stanzas);
      }),
    );
    this.#owned.add(
      connection.onUnsent((stanzas) => {
        this.#fireIds(this.#unsent, stanzas);
      }),
    );
    this.#owned.add(
      connection.onRefused(({ stanza, reason }) => {
        const { id, to: address } = stanza.attrs;
        const to = Jid.parse(address ?? '');
        if (stanza.getName() === 'message' && id && to) {
          this.#refused.fire({ id, to, reason });
        }
      }),
    );
    this.#owned.add(connection.onStrongerMechanism(options.onStrongerMechanism));
  }

  get state(): XmppConnection['state'] {
    return this.#connection.state;
  }

  /** One attempt; resolves online. @throws ConnectionError */
  connect(): Promise<void> {
    return this.#connection.connect();
  }

  start(): void {
    this.#connection.start();
  }

  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** Disconnects without ending the session. @returns the state to resume it with */
  suspend(): ResumeState | undefined {
    return this.#connection.suspend();
  }

  /** From the next try on. */
  setPassword(password: string): void {
    this.#connection.configure({ password });
  }

  setFocused(focused: boolean): void {
    this.#connection.setFocused(focused);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #fireIds(emitter: Emitter<readonly string[]>, stanzas: readonly Element[]): void {
    const ids = stanzas.flatMap((stanza) => {
      const { id } = stanza.attrs;
      return stanza.getName() === 'message' && id ? [id] : [];
    });
    if (ids.length > 0) emitter.fire(ids);
  }
}
