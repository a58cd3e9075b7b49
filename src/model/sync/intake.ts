import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { ArchivedMessage } from '../../xmpp/im/messageArchive.ts';
import {
  toAddition,
  archiveIdentity,
  type ChatAddition,
  idsOf,
  isOutgoing,
  isPlausible,
  peerOf,
} from '../chats/addition.ts';
import { arrange } from '../chats/arrange.ts';
import { type Backpressure, weightOf } from './backpressure.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { isTransientStorageError } from '../failure.ts';
import type { Cursor, History, Message } from '../history.ts';
import { ArchiveOrder } from './archiveOrder.ts';
import { changesOther, Amendments } from '../chats/amendments.ts';

/** Maximum weight, by {@link weightOf}, of live messages held back until the archive is read. */
const MOST_HELD = 10_000;

export interface IntakeDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly markers: DisplayedMarkers;
  readonly history: History;
  readonly backpressure: Backpressure;
}

/** By bare JID: the last archived message. */
export type LastArchived = Readonly<Record<string, string>>;

/** How an archive page is added. */
export interface PageOptions {
  /** The cursor after the page; stored together with the messages. */
  readonly cursor?: (last: LastArchived) => Cursor;
  /** For a page read backwards: by bare JID, the message that it precedes. */
  readonly before?: ReadonlyMap<string, string>;
  /**
   * Whether stored messages keep their order unless one is missing among them: live messages
   * continue to arrive while the page is read.
   */
  readonly keepsOrder?: boolean;
}

/** A page's messages of one chat. */
interface PartOfChat {
  readonly chat: Chat;
  readonly additions: readonly ChatAddition[];
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
 * The single entry point for messages, live, as carbons or from the archive: a message is one row,
 * however many copies of it are received, in any order.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #order: ArchiveOrder;
  readonly #amendments = new Amendments();
  readonly #archived = new Emitter<readonly string[]>();
  #hold:
    { readonly ended: Promise<void>; readonly release: () => void; weight: number } | undefined;

  /** Ids of our own stanzas that the archive has. */
  readonly onArchived = this.#archived.event;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#order = new ArchiveOrder(deps.history, deps.chats.liveOrder);
  }

  /** Adds messages received together, live or as carbons. */
  async receive(burst: readonly IncomingMessage[]): Promise<readonly Outcome[]> {
    const weight = weightOf(burst);
    // Held messages wait for the archive, and so for the server: they count only afterwards.
    if (this.#hold) {
      this.#hold.weight += weight;
      if (this.#hold.weight > MOST_HELD) this.#hold.release();
      await this.#hold.ended;
    }
    return this.#deps.backpressure.track(() => this.#receiveAll(burst), weight);
  }

  /** Starts all at once, in order: what must run exclusively waits for its lock. */
  async #receiveAll(burst: readonly IncomingMessage[]): Promise<readonly Outcome[]> {
    const { account } = this.#deps;
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
        const chat = this.#open(addition.chat);
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
    try {
      const isNew = await chat.receiveAll(placed.map(({ addition }) => addition));
      for (const [at, { place, received, addition }] of placed.entries()) {
        const value = isNew[at] === true;
        outcomes[place] = { status: 'fulfilled', value };
        if (value) {
          this.#askMarker(addition);
          if (this.#amendments.isWaiting) await this.#catchUp(chat, addition);
        }
        // A new correction takes the place of its message, and changes nothing.
        const isMessage = value && received.replaces !== undefined;
        if (changesOther(isMessage ? withoutReplaced(received) : received)) {
          await this.#applyChange(received);
        }
        await this.#applyStatus(received);
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
    if (changesOther(received) && (await this.#applyChange(received))) return false;
    await this.#applyStatus(received);
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

  /** Starts over: the archive is read from another position. */
  reset(): void {
    this.#order.reset();
  }

  /** Resumes reading the archive where that ended. */
  resumeFrom(last: LastArchived): void {
    this.#order.resumeFrom(last);
  }

  /** Adds an archive page, in its order. @returns the first message of each chat, by bare JID */
  async receivePage(
    page: readonly ArchivedMessage[],
    options: PageOptions = {},
  ): Promise<ReadonlyMap<string, string>> {
    const received = page.flatMap(({ message }) => message ?? []);
    const changes = received.filter(changesOther);
    const wanted = await this.#partsOf(received);
    const { before, keepsOrder = false } = options;
    const { parts, added, cursor } = await alone(
      wanted.map(({ chat }) => chat),
      () => this.#add(wanted, options, changes.length === 0),
    );
    // Concurrently: their writes share a transaction.
    await Promise.all(
      parts.map(async ({ chat, additions, known }) => {
        const mine = additions.filter((addition) => added.has(addition));
        const messages = mine.map(({ message }) => message);
        const isAtEnd = mine.every((addition) => addition.before === undefined);
        // The caller that asked for older messages shows them, too.
        if (before) await chat.countUnread();
        else if (messages.length > 0) await chat.applyArchived(messages, isAtEnd);
        if (!before) for (const addition of mine) this.#askMarker(addition);
        const isAmong = known.length > 0 || (!before && additions.some(isInserted));
        // A missing message is positioned by its neighbours in the archive.
        const mayOrder = isAmong && (!keepsOrder || mine.some(isInserted));
        if (mayOrder && (await this.#order.order(chat.key))) chat.invalidate();
        const ours = known.filter(({ outgoing }) => outgoing).map(({ id }) => id);
        await chat.markAll(ours, 'sent');
        this.#archived.fire(ours);
        for (const addition of mine) await this.#catchUp(chat, addition);
      }),
    );
    for (const change of changes) await this.#applyArchived(change);
    if (cursor) await this.#deps.history.add([], cursor);
    for (const message of received) await this.#applyStatus(message);
    return new Map(parts.flatMap(({ chat, first }) => (first ? [[chat.key.chat, first]] : [])));
  }

  /**
   * Finds which messages of a page are stored, and adds the rest. Other work for a page is
   * idempotent, and must be done before its cursor is stored.
   * @param isAll whether all messages are to be added, and none only changes another
   * @returns with the cursor if that still has to be stored
   */
  async #add(
    wanted: readonly PartOfChat[],
    { cursor: cursorAfter, before }: PageOptions,
    isAll: boolean,
  ) {
    const placed = await Promise.all(
      wanted.map(async ({ chat, additions }) => {
        const of = { key: chat.key, additions, before: before?.get(chat.key.chat) };
        return { chat, ...(await this.#order.place(of)) };
      }),
    );
    const parts = placed.map((part) => ({ ...part, additions: part.additions() }));
    const all = parts.flatMap((part) => part.additions);
    const cursor = cursorAfter?.(this.#order.last);
    const isPlain =
      isAll &&
      parts.every(({ known }) => known.length === 0) &&
      // Queued messages may be anywhere among the archived ones.
      (before !== undefined || !all.some(isInserted));
    const isNew = await this.#deps.history
      .add(all, isPlain ? cursor : undefined)
      .catch((error: unknown) => {
        // None of them is at the position that was found for it.
        this.#order.reset();
        throw error;
      });
    return {
      parts,
      added: new Set(all.filter((_, at) => isNew[at])),
      cursor: isPlain ? undefined : cursor,
    };
  }

  #open(jid: Jid): Chat {
    this.#deps.contacts.addStranger(jid);
    return this.#deps.chats.open(jid);
  }

  #askMarker({ chat, markable }: ChatAddition): void {
    if (markable !== undefined) this.#deps.markers.ask(chat, markable);
  }

  async #partsOf(received: readonly IncomingMessage[]): Promise<readonly PartOfChat[]> {
    const parts = new Map<Chat, ChatAddition[]>();
    for (const message of received) {
      const addition = toAddition(message, this.#deps.account);
      if (!addition) continue;
      const chat = this.#open(addition.chat);
      const part = parts.get(chat);
      if (part) part.push(addition);
      else parts.set(chat, [addition]);
    }
    return Promise.all(
      [...parts].map(async ([chat, all]) => {
        const arranged = await arrange(chat, chat, all);
        return { chat, additions: arranged.filter((addition) => addition !== undefined) };
      }),
    );
  }

  /** @returns whether the message had nothing else to say */
  async #applyChange(received: IncomingMessage): Promise<boolean> {
    const { account, chats } = this.#deps;
    const jid = peerOf(received, account);
    // A sender without a chat has nothing to change.
    const chat = jid && chats.find(jid.bare);
    return chat !== undefined && this.#amendments.apply(chat, received);
  }

  async #applyArchived(change: IncomingMessage): Promise<void> {
    await this.#applyChange(change);
    if (isOutgoing(change, this.#deps.account)) this.#archived.fire(idsOf(change));
  }

  #catchUp(chat: Chat, { message, references = [] }: ChatAddition): Promise<void> {
    return this.#amendments.catchUp(chat, message.sender, references);
  }

  /** A marker names the stanza's id (XEP-0333 §4.2); some clients name an archive id instead. */
  async #findSeen(chat: Chat, name: string): Promise<Message | undefined> {
    const { account, history } = this.#deps;
    const named = await chat.findReference({ sender: chat.key.chat, id: name });
    const identity = archiveIdentity(account, name);
    return named ?? history.findIdentity(chat.key, chat.key.chat, identity);
  }

  /** Applies receipts and markers for earlier messages, by the contact or our other clients. */
  async #applyStatus(received: IncomingMessage): Promise<void> {
    if (!tellsStatus(received)) return;
    const { account, chats } = this.#deps;
    const { receiptFor, displayedFor } = received;
    const jid = peerOf(received, account);
    const chat = jid && chats.find(jid.bare);
    if (!chat) return;
    if (!isOutgoing(received, account)) {
      if (receiptFor !== undefined) await chat.confirm(receiptFor, 'delivered');
      if (displayedFor !== undefined) await chat.markDisplayed(displayedFor);
    } else if (displayedFor !== undefined) {
      const seen = await this.#findSeen(chat, displayedFor);
      if (seen) await chat.markRead(seen.id);
    }
  }
}

/** Whether a message is a receipt or a marker for earlier ones. */
function tellsStatus({ receiptFor, displayedFor }: IncomingMessage): boolean {
  return receiptFor !== undefined || displayedFor !== undefined;
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

/** Whether it is not appended at the end. */
function isInserted({ before }: ChatAddition): boolean {
  return before !== undefined;
}

/** Runs work while nothing else is written in these chats. */
function alone<T>([first, ...others]: readonly Chat[], work: () => Promise<T>): Promise<T> {
  return first ? first.alone(() => alone(others, work)) : work();
}
