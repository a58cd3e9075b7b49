/** The thread that owns the database: the entry point of a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../base/log.ts';
import {
  type Answer,
  type Call,
  encode,
  isRead,
  type Operations,
  type Read,
  type Write,
} from './calls.ts';
import { Database, setAside, troubleOf } from './database.ts';
import { Indexing } from './indexing.ts';
import { Names } from './names.ts';
import { Queue } from './queue.ts';
import { reads } from './reads.ts';
import { writes } from './writes.ts';

interface Opened {
  readonly database: Database;
  readonly names: Names;
  readonly reads: Operations<Read>;
  readonly writes: Operations<Write>;
}

type Operation = (...args: readonly unknown[]) => unknown;

const { file } = workerData as { readonly file: string };

/** What is to be answered: together, because each message between threads costs. */
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
  const names = new Names(database);
  return { database, names, reads: reads(database, names), writes: writes(database, names) };
}

/** Opens the file; what cannot be used is kept aside, and a new one begun. @throws Error */
function openOrReplace(): Opened {
  try {
    return open();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble !== 'damaged' && trouble !== 'newer') throw error;
    answer({ kind: 'setAside', trouble, file: setAside(file, new Date()) });
    return open();
  }
}

/** Another window may hold the lock while it opens the file itself. */
async function openPatiently(): Promise<Opened> {
  const deadline = performance.now() + 5000;
  for (;;) {
    try {
      return openOrReplace();
    } catch (error) {
      if (troubleOf(error) !== 'busy' || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Does a call; damage that shows only now is dealt with as at the opening. */
async function serve(
  current: { opened: Opened },
  { queue, indexing }: { queue: Queue; indexing: Indexing },
  call: Call,
): Promise<unknown> {
  if (call.method === 'search') await indexing.complete();
  if (!isRead(call.method)) indexing.plan();
  const attempt = () =>
    isRead(call.method)
      ? queue.read(() => (current.opened.reads[call.method as Read] as Operation)(...call.args))
      : queue.write(() => (current.opened.writes[call.method as Write] as Operation)(...call.args));
  const used = current.opened;
  try {
    return await attempt();
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
    // Of many calls that meet the damage, the first replaces the file.
    if (current.opened === used) {
      used.database.close();
      answer({ kind: 'setAside', trouble: 'damaged', file: setAside(file, new Date()) });
      current.opened = open();
    }
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
  const perform = (call: Call) => {
    serve(current, { queue, indexing }, call).then(
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
    for (const call of JSON.parse(calls) as readonly Call[]) perform(call);
  });
  // What the last run left.
  indexing.plan();
  answer({ kind: 'ready' });
}

start().catch((error: unknown) => {
  answer({ kind: 'unusable', trouble: troubleOf(error), detail: describeError(error) });
});
