import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '../../src/api/channel.ts';
import type { Method, Requests } from '../../src/api/requests.ts';
import type { Topic, Topics } from '../../src/api/topics.ts';
import type { AccountView } from '../../src/api/views.ts';
import { systemClock } from '../../src/base/clock.ts';
import { type Core, type CoreSettings, createCore, xmppNetwork } from '../../src/core.ts';
import type { Host } from '../../src/host/host.ts';
import type { FileStore } from '../../src/model/files/fileStore.ts';
import type { Link } from '../../src/model/link.ts';
import { readCaFile } from '../../src/storage/caFile.ts';
import type { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { type Watched, watchAll } from '../../src/ui/watched.ts';
import { defaultSettings, fakePlatform } from './fakePlatform.ts';
import type { FakeLog } from './fakeSession.ts';
import type {
  MemoryAvatars,
  MemoryFiles,
  MemorySecrets,
  MemoryTexts,
  MemoryValues,
} from './memoryStores.ts';

export interface ClientOptions {
  /** The setting `parley.connection.caFile`. */
  readonly caFile?: string | undefined;
  /** What the setting `parley.connection.servers` says of every account. */
  readonly server?: unknown;
  /** The setting `parley.contacts.acceptRequests`. */
  readonly acceptRequests?: boolean;
  /** The setting `parley.privacy.sendDisplayed`. */
  readonly sendDisplayed?: boolean;
  /** The setting `parley.privacy.sendChatStates`. */
  readonly sendChatStates?: boolean;
  /** Other settings that are not as before the user changes any. */
  readonly settings?: Partial<CoreSettings>;
  /** Where received files are written; memory when absent. */
  readonly files?: FileStore;
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
  readonly avatars: MemoryAvatars;
  readonly files: MemoryFiles;
  readonly log: FakeLog;
  readonly host: Host;
  readonly #core: Core;
  readonly #links: Link[] = [];
  /** To be changed as a user changes the setting; for the next sign-in. */
  server: unknown;

  constructor(options: ClientOptions) {
    const { caFile = '', former, acceptRequests = false } = options;
    const { sendDisplayed = true, sendChatStates = true } = options;
    const platform = fakePlatform();
    this.values = options.values ?? former?.values ?? platform.values;
    this.secrets = former?.secrets ?? platform.secrets;
    this.texts = former?.texts ?? platform.texts;
    this.history = former?.history ?? platform.history;
    this.avatars = former?.avatars ?? platform.avatars;
    this.files = platform.files;
    this.log = platform.log;
    this.server = options.server;
    const core = {
      clock: systemClock,
      log: this.log,
      values: this.values,
      secrets: this.secrets,
      texts: this.texts,
      history: this.history,
      avatars: this.avatars,
      files: options.files ?? this.files,
      settings: {
        ...defaultSettings,
        acceptRequests: () => acceptRequests,
        sendDisplayed: () => sendDisplayed,
        sendChatStates: () => sendChatStates,
        server: () => this.server,
        ...options.settings,
      },
      trustedCa: () => readCaFile(caFile),
    };
    const network = xmppNetwork(core);
    this.#core = createCore(core, {
      ...network,
      openLink: (options) => {
        const link = network.openLink(options);
        this.#links.push(link);
        return link;
      },
    });
    this.host = this.#core.host;
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
    return this.#core.restore(false);
  }

  /** Ends as a process that is killed: without a word to anybody. */
  crash(): void {
    for (const link of this.#links) link.suspend();
  }

  /** Ends as a window that is reloaded: the next client resumes its sessions. */
  reload(): void {
    this.#core.dispose();
  }

  /** Ends every session. */
  async stop(): Promise<void> {
    for (const account of this.#core.accounts.values()) await account.stop();
    this.#core.dispose();
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
