type End = () => unknown;

interface Stoppable {
  readonly stop: End;
}

/** What tests have started. All of it is ended, last first, however far the start came. */
export class Started {
  readonly #ends: End[] = [];
  #hasEnded = false;

  /** Takes charge of something from its start on: what comes up too late is ended at once. */
  async add<T extends Stoppable | Promise<Stoppable>>(starting: T): Promise<Awaited<T>> {
    const thing = await starting;
    await this.defer(() => thing.stop());
    return thing;
  }

  /** Has something done at the end. */
  async defer(end: End): Promise<void> {
    if (this.#hasEnded) await end();
    else this.#ends.push(end);
  }

  /** @throws what went wrong first, once everything was tried */
  async end(): Promise<void> {
    this.#hasEnded = true;
    const reasons: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((reason: unknown) => reasons.push(reason));
    }
    if (reasons.length > 0) throw reasons[0];
  }
}

/** For a suite: its parts end after its tests, also where a hook before them has failed. */
export function startedHere(): Started {
  const started = new Started();
  after(() => started.end());
  return started;
}

/**
 * Starts several parts as one.
 * @throws what `start` throws, once the parts that were up are ended
 */
export async function startAll<T>(start: (started: Started) => Promise<T>): Promise<T> {
  const started = new Started();
  try {
    return await start(started);
  } catch (reason) {
    await started.end().catch(() => undefined);
    throw reason;
  }
}
