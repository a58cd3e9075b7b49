import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '../../src/api/channel.ts';
import type { Method, Requests } from '../../src/api/requests.ts';
import type { Topic, Topics } from '../../src/api/topics.ts';
import type { AccountView } from '../../src/api/views.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createHost, type Host } from '../../src/host/host.ts';
import { Accounts } from '../../src/model/account/accounts.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { ResumeStates } from '../../src/storage/resumeStates.ts';
import { type Watched, watchAll } from '../../src/ui/watched.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { parseManualEndpoint } from '../../src/xmpp/stream/net/manualEndpoint.ts';
import { fetchRegistrationForm } from '../../src/xmpp/registration.ts';
import { FakeLog } from './fakeSession.ts';
import { MemorySecrets, MemoryTexts, MemoryValues } from './memoryStores.ts';

export interface ClientOptions {
  /** The setting `parley.connection.caFile`. */
  readonly caFile?: string | undefined;
  /** What the setting `parley.connection.servers` says of every account. */
  readonly server?: unknown;
  /** The setting `parley.contacts.acceptRequests`. */
  readonly acceptsRequests?: boolean;
  /** The setting `parley.privacy.sendDisplayed`. */
  readonly sendsDisplayed?: boolean;
  /** The setting `parley.privacy.sendChatStates`. */
  readonly sendsChatStates?: boolean;
  /** What an earlier client kept, as after a restart of the editor. */
  readonly values?: MemoryValues;
  /** A client that has ended: what it kept on disk is there. */
  readonly former?: TestClient;
}

/** The product without the editor: what `activate` builds, and views over its contract. */
export class TestClient {
  readonly values: MemoryValues;
  readonly secrets: MemorySecrets;
  /** Where sessions are kept for the next client. */
  readonly texts: MemoryTexts;
  readonly history: MemoryHistory;
  readonly log = new FakeLog();
  readonly host: Host;
  readonly #accounts: Accounts;
  readonly #links: XmppLink[] = [];
  /** To be changed as a user changes the setting; for the next sign-in. */
  server: unknown;

  constructor(options: ClientOptions) {
    const { caFile, server, acceptsRequests = false, former } = options;
    this.values = options.values ?? former?.values ?? new MemoryValues();
    this.secrets = former?.secrets ?? new MemorySecrets();
    this.texts = former?.texts ?? new MemoryTexts();
    this.history = former?.history ?? new MemoryHistory();
    const { sendsDisplayed = true, sendsChatStates = true } = options;
    this.server = server;
    const clock = systemClock;
    const trustedCa = () => (caFile === undefined ? undefined : readFileSync(caFile, 'utf8'));
    this.#accounts = new Accounts({
      clock,
      log: this.log,
      trustedCa,
      acceptsRequests: () => acceptsRequests,
      sendsDisplayed: () => sendsDisplayed,
      sendsChatStates: () => sendsChatStates,
      history: this.history,
      store: new PersistentAccountStore(
        this.values,
        this.secrets,
        new ResumeStates(this.secrets, this.texts),
      ),
      openLink: (options) => {
        const link = new XmppLink(
          {
            ...options,
            password: () => Promise.resolve(options.password),
            manual: parseManualEndpoint(this.server),
            ca: trustedCa(),
            pinnedFingerprint: options.fingerprint,
            strongestMechanism: options.mechanism,
          },
          { clock, log: this.log },
        );
        this.#links.push(link);
        return link;
      },
      fetchRegistration: (account, pinnedFingerprint) =>
        fetchRegistrationForm(
          { account, manual: parseManualEndpoint(this.server), ca: trustedCa(), pinnedFingerprint },
          { clock, log: this.log },
        ),
    });
    this.host = createHost(this.#accounts, { clock, log: this.log });
  }

  /** The resource of the account that has signed in last; empty while it is not online. */
  get resource(): string {
    return this.#links.at(-1)?.session.jid?.resource ?? '';
  }

  request<M extends Method>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<Requests[M]['result']> {
    return this.host.request(method, params);
  }

  /** Waits for a request's failure. @throws Error when it succeeds */
  async failureOf<M extends Method>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<RequestError> {
    const outcome: unknown = await this.request(method, params).catch((error: unknown) => error);
    if (outcome instanceof RequestError) return outcome;
    throw new Error(`${method} did not fail`);
  }

  watch<T extends Topic>(topic: T, params: Topics[T]['params']): Watched<Topics[T]['item']> {
    return watchAll(this.host, topic, params);
  }

  /** Waits until an item of a topic is as asked. @throws Error in the end */
  async waitFor<T extends Topic>(
    topic: T,
    params: Topics[T]['params'],
    fits: (item: Topics[T]['item']) => unknown,
    timeoutMs = 60_000,
  ): Promise<Topics[T]['item']> {
    const watched = this.watch(topic, params);
    try {
      return await until(
        () => watched.values().find(fits),
        timeoutMs,
        () => JSON.stringify(watched.values().slice(-5)),
      );
    } finally {
      watched.dispose();
    }
  }

  /** Waits until the account's connection stands so. */
  waitForPhase(
    phase: AccountView['connection']['phase'],
    timeoutMs = 60_000,
  ): Promise<AccountView> {
    return this.waitFor('accounts', {}, ({ connection }) => connection.phase === phase, timeoutMs);
  }

  /** Brings back the accounts of the former client. */
  restore(): Promise<void> {
    return this.#accounts.restore();
  }

  /** Ends as a process that is killed: without a word to anybody. */
  crash(): void {
    for (const link of this.#links) link.suspend();
  }

  /** Ends every session. */
  async stop(): Promise<void> {
    for (const account of this.#accounts.values()) await account.stop();
    this.#accounts.dispose();
  }
}

/** Waits until something is there. @throws Error that ends with what `seen` says */
export async function until<T>(
  find: () => T | undefined | false,
  timeoutMs = 60_000,
  seen: () => string = () => '',
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`it did not come; there is ${seen()}`);
    await delay(5);
  }
}
