import { Emitter } from '../../base/event.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ArchiveResult } from '../../xmpp/xep/0313-archive.ts';
import { type ChatAddition, idsOf } from '../chats/addition.ts';
import { changesOther } from '../chats/amendments.ts';
import { arrange } from '../chats/arrange.ts';
import type { Chat } from '../chats/chat.ts';
import type { LiveOrder } from '../chats/liveOrder.ts';
import type { ChatKey, Cursor, History } from '../history.ts';
import { ArchiveOrder } from './archiveOrder.ts';
import type { Reading } from './reading.ts';
import { tellsStatus } from './references.ts';

export interface ArchiveIntakeDeps<M extends ReceivedMessage> {
  readonly history: History;
  readonly liveOrder: LiveOrder;
  readonly reading: Reading<M>;
  /** Whether the archive has only some messages of a chat. */
  readonly hasPart?: (key: ChatKey) => boolean;
}

/** By bare JID: the last archived message. */
export type LastArchived = Readonly<Record<string, string>>;

/** How an archive page is added. */
export interface IntakeOptions {
  /** The cursor after the page; stored together with the messages. */
  readonly cursor?: (last: LastArchived) => Cursor;
  /** For a page read backwards: by bare JID, the message that it precedes. */
  readonly before?: ReadonlyMap<string, string>;
  /**
   * Whether stored messages keep their order unless one is missing among them: live messages
   * continue to arrive while the page is read.
   */
  readonly keepsOrder?: boolean;
  /** Whether the messages are to be added, asked while nothing else is written in their chats. */
  readonly isWanted?: () => boolean;
}

/** A page's messages of one chat. */
interface PartOfChat {
  readonly chat: Chat;
  readonly additions: readonly ChatAddition[];
}

/** The entry point for archive pages. */
export class ArchiveIntake<M extends ReceivedMessage> {
  readonly #deps: ArchiveIntakeDeps<M>;
  readonly #order: ArchiveOrder;
  readonly #archived = new Emitter<readonly string[]>();

  /** Ids of our own stanzas that the archive has. */
  readonly onArchived = this.#archived.event;

  constructor(deps: ArchiveIntakeDeps<M>) {
    this.#deps = deps;
    this.#order = new ArchiveOrder(deps.history, deps.liveOrder, deps.hasPart);
  }

  /** Starts over: the archive is read from another position. */
  reset(): void {
    this.#order.reset();
  }

  /** The last archived message of a chat, by bare JID, since {@link reset}. */
  lastOf(chat: string): string | undefined {
    return this.#order.last[chat];
  }

  /** Resumes reading the archive where that ended. */
  resumeFrom(last: LastArchived): void {
    this.#order.resumeFrom(last);
  }

  /** Adds an archive page, in its order. @returns the first message of each chat, by bare JID */
  async receivePage(
    page: readonly ArchiveResult<M>[],
    options: IntakeOptions = {},
  ): Promise<ReadonlyMap<string, string>> {
    const { reading } = this.#deps;
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
        if (before) await chat.applyOlder(messages, isAtEnd);
        else if (messages.length > 0) await chat.applyArchived(messages, isAtEnd);
        if (!before) for (const addition of mine) reading.askMarker(addition);
        const isAmong = known.length > 0 || (!before && additions.some(isInserted));
        // A missing message is positioned by its neighbours in the archive.
        const mayOrder = isAmong && (!keepsOrder || mine.some(isInserted));
        if (mayOrder && (await this.#order.order(chat.key))) chat.invalidate();
        const ours = known.filter(({ outgoing }) => outgoing).map(({ id }) => id);
        await chat.markAll(ours, 'sent');
        this.#archived.fire(ours);
        if (reading.isWaiting) {
          for (const addition of mine) await reading.catchUp(chat, addition);
        }
      }),
    );
    for (const change of changes) await this.#applyArchived(change);
    if (cursor) await this.#deps.history.add([], cursor);
    for (const message of received) {
      if (tellsStatus(message)) await reading.applyStatus(message);
    }
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
    { cursor: cursorAfter, before, isWanted = () => true }: IntakeOptions,
    isAll: boolean,
  ) {
    const placed = await Promise.all(
      (isWanted() ? wanted : []).map(async ({ chat, additions }) => {
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

  async #partsOf(received: readonly M[]): Promise<readonly PartOfChat[]> {
    const { reading } = this.#deps;
    const parts = new Map<Chat, ChatAddition[]>();
    for (const message of received) {
      const addition = reading.toAddition(message);
      if (!addition) continue;
      const chat = reading.open(addition);
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

  async #applyArchived(change: M): Promise<void> {
    const { reading } = this.#deps;
    await reading.amend(change);
    if (reading.isOutgoing(change)) this.#archived.fire(idsOf(change));
  }
}

/** Whether it is not appended at the end. */
function isInserted({ before }: ChatAddition): boolean {
  return before !== undefined;
}

/** Runs work while nothing else is written in these chats. */
function alone<T>([first, ...others]: readonly Chat[], work: () => Promise<T>): Promise<T> {
  return first ? first.alone(() => alone(others, work)) : work();
}
