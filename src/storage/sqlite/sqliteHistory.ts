import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { Addition, Cursor, History, Message } from '../../model/history.ts';
import { type Answer, type Call, encode, END } from './calls.ts';
import type { StorageErrorKind } from './storageError.ts';
import { removeCopies } from './quarantine.ts';
import { MergedAdditions } from './mergedAdditions.ts';

interface Deps {
  /** The database. */
  readonly file: string;
  /** The program of the thread: the bundle of worker.ts. */
  readonly program: string;
  /** Keeps messages where no database can be used. */
  readonly fallback: History;
  readonly log: Log;
  /** Tells the user something once. */
  readonly tell: (what: UserError) => void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Of the thread, for what it forgets at once: V8 would take up to 48, and wins nothing by it here. */
const YOUNG_MB = 12;

/** Each may be that to hundreds of additions, and the event loop has other work, too. */
const HEARD_AT_ONCE = 4;

/**
 * History in an SQLite file. A thread of its own owns the file, so that neither a slow disk nor a
 * lock nor a large search keeps the extension host from its other work.
 */
export class SqliteHistory implements History, Disposable {
  readonly #deps: Deps;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker;
  /** Whether calls go to the thread; settled once the database is open or cannot be used. */
  #isUsable: Promise<boolean>;
  #last = 0;
  #closing: Promise<void> | undefined;
  /** Whether the database is open: calls go to the thread at once. */
  #isOpen = false;
  /** What goes to the thread together, because each message between threads costs. */
  #calls: Call[] = [];
  /** The last of the calls, if more can be added to it. */
  #merged: MergedAdditions | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    [this.#worker, this.#isUsable] = this.#start();
  }

  add(added: readonly Addition[], cursor?: Cursor): Promise<readonly boolean[]> {
    const additions = added.map(withoutMore);
    // While the database opens, and for what is kept in one transaction with them.
    if (!this.#isOpen || cursor) return this.#addAlone(additions, cursor);
    let merged = this.#merged;
    if (!merged || merged.isFull) {
      merged = new MergedAdditions();
      this.#post('add', [merged.all], merged);
      this.#merged = merged;
    }
    return merged.add(additions);
  }

  readonly #addAlone = this.#method('add');
  readonly save = this.#method('save');
  readonly mark = this.#method('mark');
  readonly remove = this.#method('remove');
  readonly load = this.#method('load');
  readonly find = this.#method('find');
  readonly #findCopy = this.#method('findCopy');
  readonly findIdentity = this.#method('findIdentity');
  readonly findSince = this.#method('findSince');
  readonly search = this.#method('search');
  readonly unsent = this.#method('unsent');
  readonly chats = this.#method('chats');
  readonly markRead = this.#method('markRead');
  readonly saveDraft = this.#method('saveDraft');
  readonly cursor = this.#method('cursor');
  readonly clear = this.#method('clear');
  readonly #removeAccount = this.#method('removeAccount');
  readonly removeBefore = this.#method('removeBefore');
  readonly findReference = this.#method('findReference');
  readonly saveChange = this.#method('saveChange');
  readonly removeChange = this.#method('removeChange');
  readonly unsentChanges = this.#method('unsentChanges');
  readonly findText = this.#method('findText');
  readonly order = this.#method('order');

  findCopy(addition: Addition): Promise<Message | undefined> {
    return this.#findCopy(withoutMore(addition));
  }

  async removeAccount(account: string): Promise<void> {
    await this.#removeAccount(account);
    // What could be read of a damaged history was taken over; the rest of it may hold the account's, too.
    await removeCopies(this.#deps.file);
  }

  dispose(): void {
    void this.close();
  }

  /** Waits for what is under way, and closes the file. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#isUsable;
    while (this.#pending.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const worker = this.#worker;
    if (this.#isOpen) {
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage(END);
      await ended;
    } else await worker.terminate();
  }

  /** Ends the thread where it stands, as the end of the process does. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
    this.#closing = Promise.resolve();
  }

  /** A method that the thread does, or the fallback in its place. */
  #method<M extends keyof History>(method: M): History[M] {
    const ask = (args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        // JSON would make something of it.
        if (args.at(-1) === undefined) args.pop();
        this.#post(method, args, { resolve, reject });
      });
    const call = async (...args: unknown[]): Promise<unknown> => {
      if (await this.#isUsable) return ask(args);
      const { fallback } = this.#deps;
      return (fallback[method] as (...args: unknown[]) => Promise<unknown>).apply(fallback, args);
    };
    return ((...args: unknown[]) => (this.#isOpen ? ask(args) : call(...args))) as History[M];
  }

  #post(method: keyof History, args: readonly unknown[], pending: Pending): void {
    const id = ++this.#last;
    this.#pending.set(id, pending);
    this.#merged = undefined;
    if (this.#calls.push({ id, method, args }) > 1) return;
    setImmediate(() => {
      this.#worker.postMessage(encode(this.#calls));
      this.#calls = [];
      this.#merged = undefined;
    });
  }

  #start(): [Worker, Promise<boolean>] {
    const { file, program } = this.#deps;
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
    const worker = new Worker(program, { workerData: { file }, resourceLimits });
    const isUsable = new Promise<boolean>((resolve) => {
      const giveUp = (trouble: StorageErrorKind, detail: string) => {
        this.#tellUnusable(trouble, detail);
        resolve(false);
      };
      const hear = (answer: Answer) => {
        if (answer.kind === 'ready') resolve((this.#isOpen = true));
        else if (answer.kind === 'unusable') giveUp(answer.trouble, answer.detail);
        else this.#hear(answer);
      };
      const heard: Answer[] = [];
      const hearSome = () => {
        heard.splice(0, HEARD_AT_ONCE).forEach(hear);
        if (heard.length > 0) setImmediate(hearSome);
      };
      worker.on('message', (answers: string) => {
        const isHearing = heard.length > 0;
        heard.push(...(JSON.parse(answers) as readonly Answer[]));
        if (!isHearing) hearSome();
      });
      worker.on('error', (error) => {
        this.#deps.log.error(`the message history stopped: ${describeError(error)}`);
        if (this.#isOpen && !this.#closing) this.#restart();
        else giveUp('other', describeError(error));
      });
    });
    return [worker, isUsable];
  }

  #restart(): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#calls = [];
    this.#merged = undefined;
    this.#isOpen = false;
    [this.#worker, this.#isUsable] = this.#start();
    for (const pending of lost) pending.reject(failure('history-stopped'));
  }

  #hear(answer: Exclude<Answer, { kind: 'ready' | 'unusable' }>): void {
    if (answer.kind === 'setAside') {
      this.#tellSetAside(answer);
      return;
    }
    if (answer.kind === 'mended') {
      this.#deps.tell(userError('history-mended'));
      return;
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.kind === 'result') pending?.resolve(answer.result as never);
    else {
      const { trouble, detail } = answer;
      this.#deps.log.error(`the message history: ${detail}`);
      // A lock was waited for long enough; anything else may be the fault of one of them.
      if (pending instanceof MergedAdditions && pending.isShared && trouble !== 'busy') {
        pending.separate((additions) => this.#addAlone(additions));
      } else pending?.reject(failure(`history-${trouble}`));
    }
  }

  #tellSetAside({ trouble, salvaged, file }: Extract<Answer, { kind: 'setAside' }>): void {
    const why = trouble === 'newer' ? 'newer' : 'damaged';
    this.#deps.tell(userError(`history-replaced.${why}-${salvaged}`, { file }));
  }

  #tellUnusable(trouble: StorageErrorKind, detail: string): void {
    this.#deps.log.error(`no message history on this machine: ${detail}`);
    this.#deps.tell(userError(`history-unusable.${trouble}`));
  }
}

/** An addition by itself: whoever makes it may know more of it, which need not travel. */
function withoutMore(addition: Addition): Addition {
  const { key, message, identities, likeness, references, before } = addition;
  return {
    key,
    message,
    ...(identities && { identities }),
    ...(likeness && { likeness }),
    ...(references && { references }),
    ...(before !== undefined && { before }),
  };
}
