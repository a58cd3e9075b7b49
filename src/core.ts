import type { Clock } from './base/clock.ts';
import type { Jid } from './base/jid.ts';
import { type Disposable, DisposableStore } from './base/lifecycle.ts';
import { describeError, type Log } from './base/log.ts';
import { createHost, type Host } from './host/host.ts';
import { Accounts } from './model/account/accounts.ts';
import type { AvatarStore } from './model/avatars/avatarStore.ts';
import type { FileStore } from './model/files/fileStore.ts';
import { Retention } from './model/chats/retention.ts';
import type { History } from './model/history.ts';
import type { Network } from './model/link.ts';
import type { Settings } from './model/settings.ts';
import { type KeyValueStore, PersistentAccountStore } from './storage/accountStore.ts';
import { ResumeStates, type TextStore } from './storage/resumeStates.ts';
import type { SecretStore } from './storage/secretStore.ts';
import { ownAddresses } from './xmpp/files/directHosts.ts';
import { XmppLink } from './xmpp/link.ts';
import { fetchRegistrationForm } from './xmpp/registration.ts';
import { parseServerSetting } from './xmpp/stream/net/serverSetting.ts';

/** Timeout for the contacts to load while views show the previous state, in ms. */
const SETTLE_MS = 3000;

/** The services that the core needs from its environment. */
export interface Platform {
  readonly clock: Clock;
  readonly log: Log;
  /** Stores accounts, their contacts and subscription requests. */
  readonly values: KeyValueStore;
  /** Stores passwords and keys. */
  readonly secrets: SecretStore;
  /** Stores resumable sessions, encrypted. */
  readonly texts: TextStore;
  readonly history: History;
  /** Stores pictures of avatars. */
  readonly avatars: AvatarStore;
  /** Writes received files. */
  readonly files: FileStore;
  readonly settings: CoreSettings;
  /** Additional certificate authorities to trust, as PEM. @throws Failure */
  readonly trustedCa: () => string | undefined;
}

/** The user's settings, as far as the core needs them. */
export interface CoreSettings extends Settings {
  /** The address of this account's or domain's server, as entered by the user; not validated. */
  server(account: Jid): unknown;
  /** The language of the editor, a BCP 47 tag, in which servers write if they can. */
  language(): string;
  /** Whether peers may connect to this machine for files, which tells them its addresses. */
  directConnections(): boolean;
}

/** All layers below the views. Disposing leaves every session resumable, for the next process. */
export interface Core extends Disposable {
  readonly accounts: Accounts;
  /** The contract, served from the accounts. */
  readonly host: Host;
  /**
   * Restores the stored accounts.
   * @param takesOver whether views show the accounts from another process: then waits, up to a
   * timeout, until the new state is as complete
   */
  restore(takesOver: boolean): Promise<void>;
}

/**
 * Builds the layers from the connections up to the contract. Only one process at a time may do so
 * over the same stores: the history has one writer, and an account one connection.
 * @param network when absent, servers are reached over verified TLS
 */
export function createCore(platform: Platform, network: Network = xmppNetwork(platform)): Core {
  const { clock, log, history, settings, values, secrets, texts } = platform;
  const owned = new DisposableStore();
  owned.add(new Retention({ history, clock, log, keepDays: () => settings.keepDays() }));
  const store = new PersistentAccountStore(values, secrets, new ResumeStates(secrets, texts));
  const accounts = owned.add(new Accounts({ ...platform, ...network, store }));
  return {
    accounts,
    host: createHost(accounts, platform),
    restore: (takesOver) => restore(accounts, takesOver, platform),
    dispose: () => {
      owned.dispose();
    },
  };
}

/** The network, with servers and trust according to the settings. */
export function xmppNetwork(platform: Platform): Network {
  const { settings, trustedCa } = platform;
  const reach = (account: Jid) => ({
    account,
    server: parseServerSetting(settings.server(account)),
    trustedCa: trustedCa(),
    language: settings.language(),
  });
  return {
    openLink: (options) => {
      const directAddresses = () => (settings.directConnections() ? ownAddresses() : []);
      const reachable = { ...options, ...reach(options.account), directAddresses };
      return new XmppLink(reachable, platform);
    },
    fetchRegistration: (server, fingerprint) =>
      fetchRegistrationForm({ ...reach(server), fingerprint }, platform),
  };
}

async function restore(accounts: Accounts, takesOver: boolean, platform: Platform): Promise<void> {
  const { clock, log } = platform;
  await accounts.restore().catch((error: unknown) => {
    log.error(`the accounts could not be brought back: ${describeError(error)}`);
  });
  if (!takesOver) return;
  await new Promise<void>((resolve) => {
    clock.after(SETTLE_MS, resolve);
    void accounts.settled().then(resolve);
  });
}
