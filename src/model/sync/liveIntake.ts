import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { type ChatAddition, isPlausible, toAddition } from '../chats/addition.ts';
import { changesOther } from '../chats/amendments.ts';
import type { Chat } from '../chats/chat.ts';
import { isTransientStorageError } from '../failure.ts';
import { type Backpressure, weightOf } from './backpressure.ts';
import { type References, tellsStatus } from './references.ts';

/** Maximum weight, by {@link weightOf}, of messages held back until the archive is read. */
const MAX_HELD = 10_000;

export interface LiveIntakeDeps {
  readonly account: Jid;
  readonly references: References;
  readonly backpressure: Backpressure;
}

/** A message to be added, and its index in the batch received with it. */
interface Placed {
  readonly place: number;
  readonly received: IncomingMessage;
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
export class LiveIntake {
  readonly #deps: LiveIntakeDeps;
  #hold:
    { readonly ended: Promise<void>; readonly release: () => void; weight: number } | undefined;

  constructor(deps: LiveIntakeDeps) {
    this.#deps = deps;
  }

  /** Adds messages received together, live or as carbons. */
  async receive(burst: readonly IncomingMessage[]): Promise<readonly Outcome[]> {
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
  async #receiveAll(burst: readonly IncomingMessage[]): Promise<readonly Outcome[]> {
    const { account, references } = this.#deps;
    const outcomes: Outcome[] = [];
    const work: Promise<void>[] = [];
    let together = new Map<Chat, Placed[]>();
    const addTogether = () => {
      for (const [chat, placed] of together) work.push(this.#addAll(chat, placed, outcomes));
      together = new Map();
    };
    for (const [place, received] of burst.entries()) {
      const isWanted = isPlausible(received, account);
      const addition = isWanted ? toAddition(received, account) : undefined;
      if (addition) {
        const chat = references.open(addition.chat);
        const placed = together.get(chat);
        if (placed) placed.push({ place, received, addition });
        else together.set(chat, [{ place, received, addition }]);
      } else if (isWanted && (changesOther(received) || tellsStatus(received))) {
        addTogether();
        const done = this.#applyOnly(received);
        work.push(settle(done, (outcome) => (outcomes[place] = outcome)));
      } else outcomes[place] = { status: 'fulfilled', value: undefined };
    }
    addTogether();
    await Promise.all(work);
    return outcomes;
  }

  /** Adds messages to a chat, records the outcomes, then applies what they say about others. */
  async #addAll(chat: Chat, placed: readonly Placed[], outcomes: Outcome[]): Promise<void> {
    const { references } = this.#deps;
    try {
      const isNew = await chat.receiveAll(placed.map(({ addition }) => addition));
      for (const [at, { place, received, addition }] of placed.entries()) {
        const value = isNew[at] === true;
        outcomes[place] = { status: 'fulfilled', value };
        if (value) {
          references.askMarker(addition);
          if (references.isWaiting) await references.catchUp(chat, addition);
        }
        // A new correction takes the place of its message, and changes nothing.
        const isMessage = value && received.replaces !== undefined;
        if (changesOther(isMessage ? withoutReplaced(received) : received)) {
          await references.amend(received);
        }
        await references.applyStatus(received);
      }
    } catch (reason) {
      // Unless storage fails as a whole, one of them is at fault: each is tried separately.
      if (placed.length > 1 && !isTransientStorageError(reason)) {
        for (const one of placed) await this.#addAll(chat, [one], outcomes);
      } else for (const { place } of placed) outcomes[place] = { status: 'rejected', reason };
    }
  }

  /** Applies a message that has only changes of others. @returns false if it had nothing else */
  async #applyOnly(received: IncomingMessage): Promise<boolean | undefined> {
    const { references } = this.#deps;
    if (changesOther(received) && (await references.amend(received))) return false;
    await references.applyStatus(received);
    return undefined;
  }

  /**
   * Holds live messages back: a server that delivers what a resumed session missed need not keep
   * the order, while its archive does. Above a limit they are released, and ordered as in a new
   * session. @returns a function that releases them
   */
  hold(): () => void {
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

function withoutReplaced({ replaces: _, ...others }: IncomingMessage): IncomingMessage {
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
