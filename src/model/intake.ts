import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import type { Message as Received } from '../xmpp/message.ts';
import type { ArchivedMessage } from '../xmpp/xep/0313-archive.ts';
import { additionOf, type ChatAddition, idsOf, isOutgoing, otherSide } from './addition.ts';
import type { Backlog } from './backlog.ts';
import type { Chat } from './chat.ts';
import type { Chats } from './chats.ts';
import type { Contacts } from './contacts.ts';
import type { DisplayedMarkers } from './displayedMarkers.ts';
import { isNotKept } from './failure.ts';
import { type Cursor, type History, originIdentity } from './history.ts';
import { PagePart } from './pagePart.ts';
import { Placement } from './placement.ts';
import { changesOther, RichMessages } from './richMessages.ts';

export interface IntakeDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly markers: DisplayedMarkers;
  readonly history: History;
  readonly backlog: Backlog;
}

/** By bare JID: the message that the archive told last. */
export type LastTold = Readonly<Record<string, string>>;

/** How a page of the archive is taken in. */
export interface PageOptions {
  /** How far the archive has been read then; kept together with the messages. */
  readonly cursor?: (last: LastTold) => Cursor;
  /** For a page that is read backwards: by bare JID, the message before which it stands. */
  readonly before?: ReadonlyMap<string, string>;
}

/** A page's messages of one chat. */
interface PartOfChat {
  readonly chat: Chat;
  readonly additions: readonly ChatAddition[];
}

/** A message to be added, and its place among those that came together. */
interface Placed {
  readonly place: number;
  readonly addition: ChatAddition;
}

/**
 * What became of a message that came: whether it was new, which one that only changes another is
 * not; `undefined` where there was nothing to keep.
 */
export type Outcome = PromiseSettledResult<boolean | undefined>;

/**
 * The one way in for messages, whether they come by themselves, as carbons or from the archive: a
 * message is one row, however many copies of it come, and in whatever order.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #placement: Placement;
  readonly #rich = new RichMessages();
  readonly #archived = new Emitter<readonly string[]>();
  #held: Promise<void> | undefined;

  /** The archive has these stanzas of ours: their ids. */
  readonly onArchived = this.#archived.event;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#placement = new Placement(deps.history, deps.chats.arrivals);
  }

  /** Messages that came together, by themselves or as carbons. */
  async receive(burst: readonly Received[]): Promise<readonly Outcome[]> {
    // Whatever is held waits for the archive, and so for the server: it counts only afterwards.
    if (this.#held) await this.#held;
    return this.#deps.backlog.count(() => this.#receiveAll(burst), burst.length);
  }

  /** Begins with all at once, in their order: what must not go side by side awaits its turn. */
  async #receiveAll(burst: readonly Received[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    const work: Promise<void>[] = [];
    let plain = new Map<Chat, Placed[]>();
    const addPlain = () => {
      for (const [chat, placed] of plain) work.push(this.#addPlain(chat, placed, outcomes));
      plain = new Map();
    };
    for (const [place, received] of burst.entries()) {
      const addition = this.#plainAddition(received);
      if (addition) {
        const chat = this.#open(addition.chat);
        const placed = plain.get(chat);
        if (placed) placed.push({ place, addition });
        else plain.set(chat, [{ place, addition }]);
      } else {
        addPlain();
        work.push(settle(this.#receive(received), (outcome) => (outcomes[place] = outcome)));
      }
    }
    addPlain();
    await Promise.all(work);
    return outcomes;
  }

  /** What is to be added of a message that says nothing of another one: most are such. */
  #plainAddition(received: Received): ChatAddition | undefined {
    const { account } = this.#deps;
    if (isOutgoing(received, account) !== (received.carbon === 'sent')) return undefined;
    if (received.reply || changesOther(received)) return undefined;
    return additionOf(received, account);
  }

  /** Adds to a chat what has its place among the outcomes. */
  async #addPlain(chat: Chat, placed: readonly Placed[], outcomes: Outcome[]): Promise<void> {
    try {
      const isNew = await chat.receiveAll(placed.map(({ addition }) => addition));
      for (const [at, { place, addition }] of placed.entries()) {
        const value = isNew[at] === true;
        outcomes[place] = { status: 'fulfilled', value };
        if (!value) continue;
        this.#askMarker(addition);
        if (this.#rich.isWaiting) await this.#catchUp(chat, addition);
      }
    } catch (reason) {
      // Unless nothing can be kept, one of them is to blame: each is tried by itself.
      if (placed.length > 1 && !isNotKept(reason)) {
        await Promise.all(placed.map((one) => this.#addPlain(chat, [one], outcomes)));
      } else for (const { place } of placed) outcomes[place] = { status: 'rejected', reason };
    }
  }

  async #receive(received: Received): Promise<boolean | undefined> {
    const { account } = this.#deps;
    // Only a carbon can tell what another client of ours sent.
    if (isOutgoing(received, account) !== (received.carbon === 'sent')) return undefined;
    if (changesOther(received) && (await this.#applyChange(received))) return false;
    const addition = additionOf(received, account);
    if (!addition) {
      await this.#applyStatus(received);
      return undefined;
    }
    const chat = this.#open(addition.chat);
    const isNew = await chat.receive(addition);
    if (isNew) {
      this.#askMarker(addition);
      await this.#catchUp(chat, addition);
      // What it corrects has come meanwhile.
    } else if (changesOther(received)) await this.#applyChange(received);
    return isNew;
  }

  /**
   * From now on what comes by itself waits: a server that hands over what a resumed session missed
   * need not keep the order, while its archive does. Result: ends that.
   */
  hold(): () => void {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    this.#held = held;
    return () => {
      if (this.#held === held) this.#held = undefined;
      release();
    };
  }

  /** The archive is read from another place on. */
  startOver(): void {
    this.#placement.startOver();
  }

  /** The archive is read on from where that ended. */
  goOn(last: LastTold): void {
    this.#placement.goOn(last);
  }

  /** A page of the archive, in its order. Result: the first message of each chat, by bare JID. */
  async receivePage(
    page: readonly ArchivedMessage[],
    options: PageOptions = {},
  ): Promise<ReadonlyMap<string, string>> {
    const received = page.flatMap(({ message }) => message ?? []);
    const changes = received.filter(changesOther);
    const wanted = await this.#partsOf(received);
    const { before } = options;
    const { parts, added, cursor } = await alone(
      wanted.map(({ chat }) => chat),
      () => this.#add(wanted, options, changes.length === 0),
    );
    // Side by side: what all of them write shares its way to the disk.
    await Promise.all(
      parts.map(async ({ chat, additions, known }) => {
        const mine = additions.filter((addition) => added.has(addition));
        const messages = mine.map(({ message }) => message);
        const isAtEnd = mine.every((addition) => addition.before === undefined);
        // Who asked for what is older shows it, too.
        if (before) await chat.countUnread();
        else if (messages.length > 0) await chat.applyArchived(messages, isAtEnd);
        if (!before) for (const addition of mine) this.#askMarker(addition);
        const isAmong = known.length > 0 || (!before && additions.some(isInserted));
        if (isAmong && (await this.#placement.order(chat.key))) chat.tellAnew();
        const ours = known.filter(({ outgoing }) => outgoing).map(({ id }) => id);
        await Promise.all(ours.map((id) => chat.mark(id, 'sent')));
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
   * Finds out what of a page is here, and adds the rest. What else is to be done with a page, which
   * changes nothing when it is done again, has to be done before its cursor is kept.
   * @param isAll whether all messages are to be added, and none only changes another
   * Result: with the cursor where that is still to be kept.
   */
  async #add(
    wanted: readonly PartOfChat[],
    { cursor: cursorAfter, before }: PageOptions,
    isAll: boolean,
  ) {
    const placed = await Promise.all(
      wanted.map(async ({ chat, additions }) => {
        const of = { key: chat.key, additions, before: before?.get(chat.key.chat) };
        return { chat, ...(await this.#placement.place(of)) };
      }),
    );
    const parts = placed.map((part) => ({ ...part, additions: part.additions() }));
    const all = parts.flatMap((part) => part.additions);
    const cursor = cursorAfter?.(this.#placement.last);
    const isPlain =
      isAll &&
      parts.every(({ known }) => known.length === 0) &&
      // What waits to be sent may stand anywhere in what the archive has told.
      (before !== undefined || !all.some(isInserted));
    const isNew = await this.#deps.history
      .add(all, isPlain ? cursor : undefined)
      .catch((error: unknown) => {
        // None of it has the place that was found for it.
        this.#placement.startOver();
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

  async #partsOf(received: readonly Received[]): Promise<readonly PartOfChat[]> {
    const parts = new Map<Chat, PagePart>();
    for (const message of received) {
      const addition = additionOf(message, this.#deps.account);
      if (!addition) continue;
      const chat = this.#open(addition.chat);
      const part = parts.get(chat) ?? new PagePart(chat);
      parts.set(chat, part);
      await part.add(addition, message);
    }
    return [...parts].map(([chat, { additions }]) => ({ chat, additions }));
  }

  /** Result: whether that was all that the message had to say. */
  async #applyChange(received: Received): Promise<boolean> {
    if (received.type === 'headline') return false;
    const { account, chats } = this.#deps;
    const jid = otherSide(received, account);
    // Whoever never wrote has nothing to change.
    const chat = jid && chats.find(jid.bare);
    return chat !== undefined && this.#rich.apply(chat, isOutgoing(received, account), received);
  }

  async #applyArchived(change: Received): Promise<void> {
    await this.#applyChange(change);
    if (isOutgoing(change, this.#deps.account)) this.#archived.fire(idsOf(change));
  }

  #catchUp(chat: Chat, { message, references = [] }: ChatAddition): Promise<void> {
    return this.#rich.catchUp(chat, message.outgoing, references);
  }

  /** What a copy says of earlier messages: that they came, or were seen, here or over there. */
  async #applyStatus(received: Received): Promise<void> {
    const { account, chats, history } = this.#deps;
    const { receiptFor, displayedFor } = received;
    const jid = otherSide(received, account);
    const chat = jid && chats.find(jid.bare);
    if (!chat) return;
    if (!isOutgoing(received, account)) {
      if (receiptFor !== undefined) await chat.mark(receiptFor, 'delivered');
      if (displayedFor !== undefined) await chat.markDisplayed(displayedFor);
    } else if (displayedFor !== undefined) {
      const identity = originIdentity(displayedFor);
      const seen = await history.findIdentity(chat.key, chat.key.chat, identity);
      if (seen) await chat.markRead(seen.id);
    }
  }
}

/** Tells what becomes of a message. */
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

/** Whether it does not go to the end. */
function isInserted({ before }: ChatAddition): boolean {
  return before !== undefined;
}

/** Does this while nothing else is written in these chats. */
function alone<T>([first, ...others]: readonly Chat[], work: () => Promise<T>): Promise<T> {
  return first ? first.alone(() => alone(others, work)) : work();
}
