import type { Change } from '../api/topics.ts';
import type { ChatView, MessageView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore, onDispose } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { SerialQueue } from '../base/serialQueue.ts';
import { failure, userError } from '../base/userError.ts';
import type { Account } from '../model/account/account.ts';
import type { MessageChange } from '../model/chats/chat.ts';
import { withWords } from '../model/chats/replies.ts';
import { explain } from '../model/explain.ts';
import type { Message, PageOptions } from '../model/history.ts';
import { Batch } from './batch.ts';
import { messageView } from './messageViews.ts';

/** Number of messages in the first and each further page. */
const PAGE_SIZE = 50;

/** Maximum number of messages watched; ones further away are loaded again when needed. */
const MAX_WATCHED = 500;

type Listener = (change: Change<MessageView>) => void;

/** Whether the history extends beyond the watched messages. */
export type Edges = Pick<ChatView, 'hasOlder' | 'hasNewer'>;

export interface MessagePageDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** A contiguous range of one chat's messages: the newest ones, or those around a message. */
export class MessagePage {
  readonly account: Account;
  readonly #chat: string;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #batch: Batch<Message | undefined>;
  readonly #owned = new DisposableStore();
  readonly #edgesChanged: () => void;
  /** Ids of the watched messages, oldest first; updates of others are not reported. */
  #ids = new Set<string>();
  /** The watched messages that are replies, by id. */
  readonly #answers = new Map<string, Message>();
  /** Serializes reads of the history, so that each builds on the results of the last. */
  readonly #readings = new SerialQueue();
  /** Changes during a read, whose result may or may not include them. */
  #meanwhile: MessageChange[] | undefined;
  #name: string | undefined;
  #edges: Edges = { hasOlder: false, hasNewer: false };
  /** The side requested last, which is retained when too many messages are watched. */
  #wanted: 'older' | 'newer' = 'newer';

  constructor(account: Account, chat: string, deps: MessagePageDeps, edgesChanged: () => void) {
    this.account = account;
    this.#chat = chat;
    this.#log = deps.log;
    this.#edgesChanged = edgesChanged;
    this.#batch = this.#owned.add(
      new Batch(deps.clock, (changed) => {
        // Messages trimmed meanwhile would be taken for new ones.
        const watched = [...changed.values()].flatMap((message) =>
          message && this.#ids.has(message.id) ? message : [],
        );
        const gone = [...changed.keys()].filter((id) => !changed.get(id));
        if (watched.length > 0) this.#tell({ kind: 'upsert', items: this.#views(watched) });
        if (gone.length > 0) this.#tell({ kind: 'remove', ids: gone });
      }),
    );
    this.#owned.add(
      account.chats.onDidChange(({ chat: { key }, change }) => {
        if (key.chat !== chat || !change) return;
        if (this.#meanwhile) this.#meanwhile.push(change);
        else this.#apply(change);
      }),
    );
    this.#owned.add(
      account.rooms.ignored.onDidChange((rooms) => {
        if (rooms.includes(chat)) this.#reload();
      }),
    );
    this.#owned.add(
      account.contacts.onDidChange((ids) => {
        // Rows contain the sender's name, so a new name requires new rows.
        if (ids.includes(chat) && account.contacts.get(chat)?.name !== this.#name) {
          this.#reload();
        }
      }),
    );
  }

  get edges(): Edges {
    return this.#edges;
  }

  watch(listener: Listener): Disposable {
    this.#listeners.add(listener);
    this.#reload();
    return onDispose(() => this.#listeners.delete(listener));
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Reports the next older page to watchers. @throws what the history throws */
  loadOlder(): Promise<void> {
    return this.#read(async () => {
      const [before] = this.#ids;
      if (before === undefined || !this.#edges.hasOlder) return;
      const found = await this.#load({ limit: PAGE_SIZE + 1, before });
      const page = found.slice(-PAGE_SIZE);
      this.#wanted = 'older';
      this.#edges = { ...this.#edges, hasOlder: found.length > PAGE_SIZE };
      this.#ids = new Set([...page.map(({ id }) => id), ...this.#ids]);
      this.#tell({ kind: 'upsert', items: this.#views(page), before });
      this.#trim();
    });
  }

  /** Reports the next newer page to watchers. @throws what the history throws */
  loadNewer(): Promise<void> {
    return this.#read(async () => {
      const after = [...this.#ids].at(-1);
      if (after === undefined || !this.#edges.hasNewer) return;
      const found = await this.#load({ limit: PAGE_SIZE + 1, after });
      const page = found.slice(0, PAGE_SIZE);
      this.#wanted = 'newer';
      this.#edges = { ...this.#edges, hasNewer: found.length > PAGE_SIZE };
      for (const { id } of page) this.#ids.add(id);
      this.#tell({ kind: 'upsert', items: this.#views(page) });
      this.#trim();
    });
  }

  /**
   * Moves to a message, or to the first one since a time, unless it is watched already.
   * @returns its id; null in an empty chat
   * @throws Failure when the message does not exist
   */
  async loadAround(around: string | number): Promise<string | null> {
    let target: Message | undefined;
    await this.#read(async () => {
      target = await this.#find(around);
      if (!target || this.#ids.has(target.id)) return;
      const older = await this.#load({ limit: PAGE_SIZE + 1, before: target.id });
      const newer = await this.#load({ limit: PAGE_SIZE + 1, after: target.id });
      this.#edges = { hasOlder: older.length > PAGE_SIZE, hasNewer: newer.length > PAGE_SIZE };
      this.#wanted = this.#edges.hasNewer ? 'older' : 'newer';
      this.#snapshot([...older.slice(-PAGE_SIZE), target, ...newer.slice(0, PAGE_SIZE)]);
    });
    if (!target && typeof around === 'string') throw failure('no-message');
    return target?.id ?? null;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #apply(change: MessageChange): void {
    switch (change.kind) {
      case 'added':
        this.#append(change.messages);
        break;
      case 'changed':
        for (const message of change.messages) this.#update(message);
        break;
      case 'removed':
        if (this.#ids.delete(change.id)) this.#batch.add(change.id, undefined);
        break;
      case 'reset':
        this.#edges = { hasOlder: false, hasNewer: false };
        this.#reload();
        break;
    }
  }

  #update(message: Message): void {
    if (this.#ids.has(message.id)) this.#batch.add(message.id, message);
    for (const answer of this.#answers.values()) {
      if (answer.reply?.message !== message.id) continue;
      const updated = withWords(answer, () => message);
      if (updated.reply?.excerpt !== answer.reply.excerpt) this.#batch.add(answer.id, updated);
    }
  }

  #append(messages: readonly Message[]): void {
    if (this.#edges.hasNewer) return;
    for (const message of messages) {
      this.#ids.add(message.id);
      this.#batch.add(message.id, message);
    }
    // Trims a page at a time, so that a flood costs little.
    if (this.#ids.size > MAX_WATCHED + PAGE_SIZE) {
      this.#trim();
      this.#edgesChanged();
    }
  }

  /** Drops the messages furthest from the side requested last. */
  #trim(): void {
    if (this.#ids.size <= MAX_WATCHED) return;
    const ids = [...this.#ids];
    const older = this.#wanted === 'older';
    const gone = older ? ids.slice(MAX_WATCHED) : ids.slice(0, -MAX_WATCHED);
    this.#edges = { ...this.#edges, [older ? 'hasNewer' : 'hasOlder']: true };
    for (const id of gone) {
      this.#ids.delete(id);
      this.#answers.delete(id);
    }
    this.#tell({ kind: 'remove', ids: gone });
  }

  /** Sends the whole page to all watchers again. */
  #reload(): void {
    const reading = this.#read(async () => {
      if (this.#edges.hasNewer) {
        const ids = [...this.#ids];
        const middle = ids[Math.floor(ids.length / 2)];
        this.#snapshot(
          await this.#load({ limit: ids.length, ...(middle !== undefined && { around: middle }) }),
        );
      } else {
        // One message more than needed shows whether there are older ones.
        const limit = Math.max(PAGE_SIZE, this.#ids.size);
        const page = await this.#load({ limit: limit + 1 });
        this.#edges = { hasOlder: page.length > limit, hasNewer: false };
        this.#snapshot(page.slice(-limit));
      }
    });
    reading.catch((error: unknown) => {
      this.#log.error(`the messages of a chat could not be read: ${describeError(error)}`);
      const { userError: why } = explain(error, userError('task.read-messages'));
      this.#tell({ kind: 'unavailable', error: why });
    });
  }

  #snapshot(page: readonly Message[]): void {
    this.#ids = new Set(page.map(({ id }) => id));
    this.#answers.clear();
    this.#name = this.account.contacts.get(this.#chat)?.name;
    this.#tell({ kind: 'snapshot', items: this.#views(page) });
  }

  /** Reads sequentially; changes during the read are applied after it. */
  #read(read: () => Promise<void>): Promise<void> {
    return this.#readings.run(async () => {
      this.#meanwhile = [];
      try {
        await read();
        this.#edgesChanged();
      } finally {
        const changes = this.#meanwhile;
        this.#meanwhile = undefined;
        for (const change of changes) this.#apply(change);
      }
    });
  }

  /** Finds a message by its id, or the first one since a time, else the newest. */
  async #find(around: string | number): Promise<Message | undefined> {
    const chat = this.account.chats.open(Jid.of(this.#chat));
    if (typeof around === 'string') return chat.find(around);
    return (await chat.findSince(around)) ?? (await this.#load({ limit: 1 }))[0];
  }

  async #load(query: PageOptions): Promise<readonly Message[]> {
    return this.account.chats.open(Jid.of(this.#chat)).load(query);
  }

  #views(messages: readonly Message[]): MessageView[] {
    for (const message of messages) if (message.reply) this.#answers.set(message.id, message);
    return messages.map((message) => messageView(this.account, this.#chat, message));
  }

  #tell(change: Change<MessageView>): void {
    for (const listener of this.#listeners) listener(change);
  }
}
