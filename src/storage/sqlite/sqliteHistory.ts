import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { Addition, Cursor, History, Identified, Message } from '../../model/history.ts';
import { type Answer, type Call, encode, END } from './calls.ts';
import type { StorageErrorKind } from './storageError.ts';
import { removeCopies } from './quarantine.ts';
import { MergedAdditions } from './mergedAdditions.ts';

interface Deps {
  /** Path of the database. */
  readonly file: string;
  /** Path of the thread's program: the bundle of worker.ts. */
  readonly program: string;
  /** Stores messages when the database is unusable. */
  readonly fallback: History;
  readonly log: Log;
  /** Shows the user a notice once. */
  readonly tell: (what: UserError) => void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Limit of the thread's young generation in MB: V8 would use up to 48, with no gain here. */
const YOUNG_MB = 8;

/** Maximum number of answers per turn of the event loop: each may be to hundreds of additions. */
const HEARD_AT_ONCE = 4;

/**
 * History in an SQLite file. A dedicated thread owns the file, so that neither a slow disk nor a
 * lock nor a large search blocks the extension host.
 */
export class SqliteHistory implements History, Disposable {
  readonly #deps: Deps;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker;
  /** Whether calls go to the thread; resolved once the database is open or found unusable. */
  #isUsable: Promise<boolean>;
  #last = 0;
  #closing: Promise<void> | undefined;
  /** Whether the database is open: calls go to the thread immediately. */
  #isOpen = false;
  /** Calls to send together, because each message between threads has a cost. */
  #calls: Call[] = [];
  /** The last of the calls, if more additions can be merged into it. */
  #merged: MergedAdditions | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    [this.#worker, this.#isUsable] = this.#start();
  }

  add(added: readonly Addition[], cursor?: Cursor): Promise<readonly boolean[]> {
    const additions = added.map(withoutMore);
    // While the database opens, and with a cursor, which is stored in the same transaction.
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
  readonly #findCopies = this.#method('findCopies');
  readonly findIdentity = this.#method('findIdentity');
  readonly findSince = this.#method('findSince');
  readonly search = this.#method('search');
  readonly unsent = this.#method('unsent');
  readonly chats = this.#method('chats');
  readonly markRead = this.#method('markRead');
  readonly mentions = this.#method('mentions');
  readonly saveDraft = this.#method('saveDraft');
  readonly saveStanding = this.#method('saveStanding');
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

  async findCopies(additions: readonly Identified[]): Promise<readonly (Message | undefined)[]> {
    const found = await this.#findCopies(additions.map(withoutContent));
    // JSON has turned what is undefined into null.
    return found.map((message) => message ?? undefined);
  }

  async removeAccount(account: string): Promise<void> {
    await this.#removeAccount(account);
    // A damaged database, whose readable part was copied, may contain the account's messages, too.
    await removeCopies(this.#deps.file);
  }

  dispose(): void {
    void this.close();
  }

  /** Waits for pending calls, and closes the file. */
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

  /** Terminates the thread immediately, as the end of the process does. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
    this.#closing = Promise.resolve();
  }

  /** A method that is run by the thread, or by the fallback in its place. */
  #method<M extends keyof History>(method: M): History[M] {
    const ask = (args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        // JSON would turn it into null.
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
    if (answer.kind === 'quarantined') {
      this.#reportQuarantined(answer);
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
      // A locked database was retried long enough; any other error may be due to one caller.
      if (pending instanceof MergedAdditions && pending.isShared && trouble !== 'busy') {
        pending.separate((additions) => this.#addAlone(additions));
      } else pending?.reject(failure(`history-${trouble}`));
    }
  }

  #reportQuarantined({ trouble, salvaged, file }: Extract<Answer, { kind: 'quarantined' }>): void {
    const why = trouble === 'newer' ? 'newer' : 'damaged';
    this.#deps.tell(userError(`history-replaced.${why}-${salvaged}`, { file }));
  }

  #tellUnusable(trouble: StorageErrorKind, detail: string): void {
    this.#deps.log.error(`no message history on this machine: ${detail}`);
    this.#deps.tell(userError(`history-unusable.${trouble}`));
  }
}

/** Strips what need not be sent to the thread to find a copy, such as the text. */
function withoutContent(addition: Identified): Identified {
  const { key, message, identities, assigned, namer, claimedId, likeness } = addition;
  const { id, sender, time, stanzaId } = message;
  return {
    key,
    message: { id, sender, time, ...(stanzaId !== undefined && { stanzaId }) },
    ...(identities && { identities }),
    ...(assigned !== undefined && { assigned }),
    ...(namer !== undefined && { namer }),
    ...(claimedId !== undefined && { claimedId }),
    ...(likeness && { likeness }),
  };
}

/** Strips properties that a caller may have added, which need not be sent to the thread. */
function withoutMore(addition: Addition): Addition {
  const { key, message, identities, assigned, namer, claimedId, likeness, references, before } =
    addition;
  const { standing } = addition;
  return {
    key,
    message,
    ...(identities && { identities }),
    ...(assigned !== undefined && { assigned }),
    ...(standing && { standing }),
    ...(namer !== undefined && { namer }),
    ...(claimedId !== undefined && { claimedId }),
    ...(likeness && { likeness }),
    ...(references && { references }),
    ...(before !== undefined && { before }),
  };
}
