import type { OfChat } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { MessageView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore, onDispose } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Account } from '../model/account.ts';
import type { MessageChange } from '../model/chat.ts';
import type { Message } from '../model/history.ts';
import { Batch } from './batch.ts';
import { messageView } from './views.ts';

/** How many messages a watcher gets at first, and with each older page. */
const PAGE_SIZE = 50;

type Listener = (change: Change<MessageView>) => void;

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
}

/** The newest messages of one chat, as far back as somebody has asked for. */
class MessagePage {
  readonly #account: Account;
  readonly #chat: string;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #batch: Batch<Message | undefined>;
  readonly #owned = new DisposableStore();
  readonly #hasOlderChanged: () => void;
  /** What watchers have, oldest first; an update of anything else is not for them. */
  #ids = new Set<string>();
  /** One reading of the history at a time, so that each knows what the others found. */
  #reading: Promise<void> = Promise.resolve();
  /** What happened during a reading, which may or may not have found it. */
  #meanwhile: MessageChange[] | undefined;
  #name: string | undefined;
  #hasOlder = false;

  constructor(account: Account, chat: string, deps: Deps, hasOlderChanged: () => void) {
    this.#account = account;
    this.#chat = chat;
    this.#log = deps.log;
    this.#hasOlderChanged = hasOlderChanged;
    this.#batch = this.#owned.add(
      new Batch(deps.clock, (changed) => {
        // What has been cleared meanwhile is neither.
        const there = [...changed.values()].flatMap((message) =>
          message && this.#ids.has(message.id) ? message : [],
        );
        const gone = [...changed.keys()].filter((id) => !changed.get(id));
        if (there.length > 0) this.#tell({ kind: 'upsert', items: this.#views(there) });
        if (gone.length > 0) this.#tell({ kind: 'remove', ids: gone });
      }),
    );
    this.#owned.add(
      account.chats.onDidChange(({ chat: { jid }, change }) => {
        if (jid.bare !== chat || !change) return;
        if (this.#meanwhile) this.#meanwhile.push(change);
        else this.#apply(change);
      }),
    );
    this.#owned.add(
      account.contacts.onDidChange((ids) => {
        // Rows carry the sender's name, so a new name means new rows.
        if (ids.includes(chat) && account.contacts.get(chat)?.name !== this.#name) {
          this.#reload();
        }
      }),
    );
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  watch(listener: Listener): Disposable {
    this.#listeners.add(listener);
    this.#reload();
    return onDispose(() => this.#listeners.delete(listener));
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Tells the next older page. @throws what the history throws */
  loadOlder(): Promise<void> {
    return this.#read(async () => {
      const [before] = this.#ids;
      if (before === undefined || !this.#hasOlder) return;
      const page = await this.#load(PAGE_SIZE, before);
      this.#ids = new Set([...page.map(({ id }) => id), ...this.#ids]);
      this.#tell({ kind: 'upsert', items: this.#views(page), before });
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #apply(change: MessageChange): void {
    switch (change.kind) {
      case 'added':
        this.#ids.add(change.message.id);
        this.#batch.add(change.message.id, change.message);
        break;
      case 'changed':
        if (this.#ids.has(change.message.id)) this.#batch.add(change.message.id, change.message);
        break;
      case 'removed':
        if (this.#ids.delete(change.id)) this.#batch.add(change.id, undefined);
        break;
      case 'cleared':
        this.#reload();
        break;
    }
  }

  /** Everybody gets the whole page anew. */
  #reload(): void {
    const reading = this.#read(async () => {
      const page = await this.#load(Math.max(PAGE_SIZE, this.#ids.size));
      this.#ids = new Set(page.map(({ id }) => id));
      this.#name = this.#account.contacts.get(this.#chat)?.name;
      this.#tell({ kind: 'snapshot', items: this.#views(page) });
    });
    reading.catch((error: unknown) => {
      this.#log.error(`the messages of a chat could not be read: ${describeError(error)}`);
    });
  }

  /** Reads in turn; what happens meanwhile follows as an update. */
  #read(read: () => Promise<void>): Promise<void> {
    const reading = this.#reading
      .then(() => {
        this.#meanwhile = [];
        return read();
      })
      .then(this.#hasOlderChanged)
      .finally(() => {
        const changes = this.#meanwhile ?? [];
        this.#meanwhile = undefined;
        for (const change of changes) this.#apply(change);
      });
    // Whoever asked hears of the failure; the next one reads all the same.
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /** One message more than asked tells whether there are older ones. */
  async #load(limit: number, before?: string): Promise<readonly Message[]> {
    const chat = this.#account.chats.open(Jid.of(this.#chat));
    const found = await chat.load({ limit: limit + 1, ...(before !== undefined && { before }) });
    this.#hasOlder = found.length > limit;
    return found.slice(-limit);
  }

  #views(messages: readonly Message[]): MessageView[] {
    return messages.map((message) => messageView(this.#account, this.#chat, message));
  }

  #tell(change: Change<MessageView>): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** The pages of all chats that are watched. */
export class MessagePages {
  readonly #deps: Deps;
  readonly #pages = new Map<string, MessagePage>();
  readonly #hasOlderChanged = new Emitter<OfChat>();

  /** For the heads of chats: whether there are older messages changed. */
  readonly onHasOlder = this.#hasOlderChanged.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  hasOlder(of: OfChat): boolean {
    return this.#pages.get(key(of))?.hasOlder ?? false;
  }

  /** Tells a snapshot of the newest page and then every change. */
  watch(account: Account, chat: string, listener: Listener): Disposable {
    const of = { account: account.jid.bare, chat };
    let page = this.#pages.get(key(of));
    if (!page) {
      page = new MessagePage(account, chat, this.#deps, () => {
        this.#hasOlderChanged.fire(of);
      });
      this.#pages.set(key(of), page);
    }
    const watched = page;
    const subscription = watched.watch(listener);
    return onDispose(() => {
      subscription.dispose();
      if (watched.watched) return;
      watched.dispose();
      if (this.#pages.get(key(of)) === watched) this.#pages.delete(key(of));
    });
  }

  async loadOlder(of: OfChat): Promise<void> {
    await this.#pages.get(key(of))?.loadOlder();
  }
}

function key({ account, chat }: OfChat): string {
  return `${account}\n${chat}`;
}
