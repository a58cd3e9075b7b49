import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ChatAddition } from '../chats/addition.ts';
import { changesOther } from '../chats/amendments.ts';
import type { Chat } from '../chats/chat.ts';
import { isTransientStorageError } from '../failure.ts';
import { type Backpressure, weightOf } from './backpressure.ts';
import type { Reading } from './reading.ts';
import { tellsStatus } from './references.ts';

/** Maximum weight, by {@link weightOf}, of messages held back until the archive is read. */
const MAX_HELD = 10_000;

export interface LiveIntakeDeps<M extends ReceivedMessage> {
  readonly reading: Reading<M>;
  readonly backpressure: Backpressure;
}

/** A message to be added, and its index in the batch received with it. */
interface Placed<M> {
  readonly place: number;
  readonly received: M;
  readonly addition: ChatAddition;
}

/**
 * The outcome of a received message: whether it was new, which one that only changes another is
 * not; `undefined` if there was nothing to store.
 */
export type Outcome = PromiseSettledResult<boolean | undefined>;

/**
 * The entry point for messages received live or as carbons. Here and in archive pages, a message is
 * one row, however many copies of it are received, in any order.
 */
export class LiveIntake<M extends ReceivedMessage> {
  readonly #deps: LiveIntakeDeps<M>;
  #hold:
    { readonly ended: Promise<void>; readonly release: () => void; weight: number } | undefined;

  constructor(deps: LiveIntakeDeps<M>) {
    this.#deps = deps;
  }

  /** Adds messages received together, live or as carbons. */
  async receive(burst: readonly M[]): Promise<readonly Outcome[]> {
    const weight = weightOf(burst);
    // Held messages wait for the archive, and so for the server: they count only afterwards.
    if (this.#hold) {
      this.#hold.weight += weight;
      if (this.#hold.weight > MAX_HELD) this.#hold.release();
      await this.#hold.ended;
    }
    return this.#deps.backpressure.track(() => this.#receiveAll(burst), weight);
  }

  /** Starts all at once, in order: what must run exclusively waits for its lock. */
  async #receiveAll(burst: readonly M[]): Promise<readonly Outcome[]> {
    const { reading } = this.#deps;
    const outcomes: Outcome[] = [];
    const work: Promise<void>[] = [];
    let together = new Map<Chat, Placed<M>[]>();
    const addTogether = () => {
      for (const [chat, placed] of together) work.push(this.#addAll(chat, placed, outcomes));
      together = new Map();
    };
    burst.forEach((received, place) => {
      const isWanted = reading.isPlausible(received);
      const addition = isWanted ? reading.toAddition(received) : undefined;
      if (addition) {
        const chat = reading.open(addition);
        const placed = together.get(chat);
        if (placed) placed.push({ place, received, addition });
        else together.set(chat, [{ place, received, addition }]);
      } else if (isWanted && (changesOther(received) || tellsStatus(received))) {
        addTogether();
        const done = this.#applyOnly(received);
        work.push(settle(done, (outcome) => (outcomes[place] = outcome)));
      } else outcomes[place] = { status: 'fulfilled', value: undefined };
    });
    addTogether();
    await Promise.all(work);
    return outcomes;
  }

  /** Adds messages to a chat, records the outcomes, then applies what they say about others. */
  async #addAll(chat: Chat, placed: readonly Placed<M>[], outcomes: Outcome[]): Promise<void> {
    const { reading } = this.#deps;
    try {
      const isNew = await chat.receiveAll(placed.map(({ addition }) => addition));
      let at = 0;
      for (const { place, received, addition } of placed) {
        const value = isNew[at++] === true;
        outcomes[place] = { status: 'fulfilled', value };
        if (value) {
          reading.askMarker(addition);
          if (reading.isWaiting) await reading.catchUp(chat, addition);
        } else await reading.recognize(chat, addition);
        // A new correction takes the place of its message, and changes nothing.
        const isMessage = value && received.replaces !== undefined;
        if (changesOther(isMessage ? withoutReplaced(received) : received)) {
          await reading.amend(received);
        }
        if (tellsStatus(received)) await reading.applyStatus(received);
      }
    } catch (reason) {
      // Unless storage fails as a whole, one of them is at fault: each is tried separately.
      if (placed.length > 1 && !isTransientStorageError(reason)) {
        for (const one of placed) await this.#addAll(chat, [one], outcomes);
      } else for (const { place } of placed) outcomes[place] = { status: 'rejected', reason };
    }
  }

  /** Applies a message that has only changes of others. @returns false if it had nothing else */
  async #applyOnly(received: M): Promise<boolean | undefined> {
    const { reading } = this.#deps;
    if (changesOther(received) && (await reading.amend(received))) return false;
    await reading.applyStatus(received);
    return undefined;
  }

  /**
   * Holds live messages back: a server that delivers what a resumed session missed need not keep
   * the order, while its archive does. Above a limit they are released, and ordered as in a new
   * session. @returns a function that releases them, and those that were held already
   */
  hold(): () => void {
    if (this.#hold) return this.#hold.release;
    let release: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (release = resolve));
    const hold = { ended, release, weight: 0 };
    this.#hold = hold;
    // Not earlier: what arrives until then must not overtake what is held.
    void ended.then(() => {
      if (this.#hold === hold) this.#hold = undefined;
    });
    return release;
  }
}

function withoutReplaced({ replaces: _, ...others }: ReceivedMessage): ReceivedMessage {
  return others;
}

/** Reports the outcome of a message. */
function settle(
  work: Promise<boolean | undefined>,
  tell: (outcome: Outcome) => void,
): Promise<void> {
  return work.then(
    (value) => {
      tell({ status: 'fulfilled', value });
    },
    (reason: unknown) => {
      tell({ status: 'rejected', reason });
    },
  );
}
