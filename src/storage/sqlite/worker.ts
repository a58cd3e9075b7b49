/** The thread that owns the database: the entry point of a separate bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../base/log.ts';
import {
  type Answer,
  type Call,
  encode,
  END,
  isRead,
  type Operations,
  type Read,
  type Write,
} from './calls.ts';
import { Cleanup } from './cleanup.ts';
import { Database, quarantine } from './database.ts';
import { salvage } from './salvage.ts';
import { isOfIndex, troubleOf } from './storageError.ts';
import { Indexing } from './indexing.ts';
import { IdentityIndex } from './identityIndex.ts';
import { Queue, RETRY_MS } from './queue.ts';
import { reads } from './reads.ts';
import { writes } from './writes.ts';

interface Opened {
  readonly database: Database;
  readonly names: IdentityIndex;
  readonly reads: Operations<Read>;
  readonly writes: Operations<Write>;
}

interface Helpers {
  readonly queue: Queue;
  readonly indexing: Indexing;
  readonly cleanup: Cleanup;
  readonly recovery: Recovery;
}

/** An index damaged again within this time, in milliseconds, is not the cause. */
const REBUILT_MS = 600_000;

type Operation = (...args: readonly unknown[]) => unknown;

const { file } = workerData as { readonly file: string };

/** Answers to send together, because each message between threads has a cost. */
let answers: Answer[] = [];
function answer(message: Answer): void {
  if (answers.push(message) > 1) return;
  setImmediate(() => {
    parentPort?.postMessage(encode(answers));
    answers = [];
  });
}

function open(): Opened {
  const database = new Database(file);
  if (database.wasMended) answer({ kind: 'mended' });
  const names = new IdentityIndex(database);
  if (database.wasMended) {
    database.transaction(() => {
      names.flush();
    });
  }
  return { database, names, reads: reads(database, names), writes: writes(database, names) };
}

/** Opens the file; an unusable one is quarantined and its content salvaged. @throws Error */
function openOrReplace(): Opened {
  try {
    return open();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble !== 'damaged' && trouble !== 'newer') throw error;
    return replace(trouble);
  }
}

/** @throws Error */
function replace(trouble: 'damaged' | 'newer'): Opened {
  const aside = quarantine(file, new Date());
  const opened = open();
  const salvaged = trouble === 'damaged' ? salvage(opened.database, aside) : 'nothing';
  answer({ kind: 'quarantined', trouble, salvaged, file: aside });
  return opened;
}

/** Retries opening while the file is locked, as by another window that is opening it. */
async function openPatiently(): Promise<Opened> {
  const deadline = performance.now() + 5000;
  for (;;) {
    try {
      return openOrReplace();
    } catch (error) {
      if (troubleOf(error) !== 'busy' || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Recovers from damage found after opening. */
class Recovery {
  #rebuiltAt = -Infinity;

  /** @returns the database to use from now on. @throws Error */
  recover(used: Opened, error: unknown): Opened {
    const { database } = used;
    if (isOfIndex(error) && performance.now() - this.#rebuiltAt > REBUILT_MS) {
      this.#rebuiltAt = performance.now();
      if (rebuild(database)) return { ...used };
    }
    database.close();
    return replace('damaged');
  }
}

/** @returns whether it succeeded. @throws Error while another connection uses the database */
function rebuild(database: Database): boolean {
  try {
    database.rebuildIndex();
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
    return false;
  }
  answer({ kind: 'mended' });
  return true;
}

/** Executes a call. */
async function serve(
  current: { opened: Opened },
  { queue, indexing, cleanup, recovery }: Helpers,
  call: Call,
): Promise<unknown> {
  if (!isRead(call.method)) {
    indexing.plan();
    cleanup.plan();
  }
  const attempt = async () => {
    if (call.method === 'search') await indexing.complete();
    return isRead(call.method)
      ? queue.read(() => (current.opened.reads[call.method as Read] as Operation)(...call.args))
      : queue.write(() => (current.opened.writes[call.method as Write] as Operation)(...call.args));
  };
  const used = current.opened;
  try {
    return await attempt();
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
    // Of many calls that encounter the damage, the first one recovers.
    if (current.opened === used) current.opened = recovery.recover(used, error);
    return attempt();
  }
}

async function start(): Promise<void> {
  const current = { opened: await openPatiently() };
  const queue = new Queue(() => current.opened.database);
  const indexing = new Indexing(
    () => current.opened,
    () => queue.isBusy,
  );
  const cleanup = new Cleanup(
    () => current.opened.database,
    () => queue.isBusy,
  );
  const recovery = new Recovery();
  const perform = (call: Call) => {
    serve(current, { queue, indexing, cleanup, recovery }, call).then(
      (result) => {
        answer({ kind: 'result', id: call.id, result });
      },
      (error: unknown) => {
        const trouble = troubleOf(error);
        answer({ kind: 'error', id: call.id, trouble, detail: describeError(error) });
      },
    );
  };
  parentPort?.on('message', (calls: string) => {
    if (calls === END) {
      cleanup.finish();
      try {
        current.opened.database.close();
      } finally {
        process.exit();
      }
    }
    for (const call of JSON.parse(calls) as readonly Call[]) perform(call);
  });
  // Work left by the last run.
  indexing.plan();
  cleanup.plan();
  answer({ kind: 'ready' });
}

start().catch((error: unknown) => {
  answer({ kind: 'unusable', trouble: troubleOf(error), detail: describeError(error) });
});
