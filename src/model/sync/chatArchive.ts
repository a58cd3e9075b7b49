import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ArchivePage, ArchiveQuery } from '../../xmpp/xep/0313-archive.ts';
import { ArchiveProgress } from './archiveProgress.ts';
import type { Chat, OlderMessages } from '../chats/chat.ts';
import type { History, Message } from '../history.ts';
import type { ArchiveIntake } from './archiveIntake.ts';

/** Maximum number of the oldest messages searched for one with a stanza-id. */
const NAMED_AMONG = 50;
/** Maximum number of pages read to find something to show. */
const MAX_PAGES = 5;

export interface ChatArchiveDeps<M extends ReceivedMessage> {
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Whether there is an archive. @throws StanzaError */
  readonly isAvailable: (session: Session) => Promise<boolean>;
  /** Fetches messages of a chat. @throws StanzaError */
  readonly fetch: (session: Session, chat: Chat, query: ArchiveQuery) => Promise<ArchivePage<M>>;
  readonly intake: ArchiveIntake<M>;
  readonly history: History;
  /** Since when messages are stored, in ms since 1970; `undefined` if all are. */
  readonly keptSince: () => number | undefined;
  /** Called with errors of background work. */
  readonly report: (error: unknown) => void;
}

/** Loads a chat's archived messages that are older than all stored ones. */
export class ChatArchive<M extends ReceivedMessage> implements OlderMessages {
  readonly #deps: ChatArchiveDeps<M>;
  /** The chats whose beginning has been reached. */
  readonly #ended = new WeakSet<Chat>();
  /** Where a read ended that found nothing to show: the next one resumes there. */
  readonly #reached = new WeakMap<Chat, string>();
  /** One read per chat at a time; a second caller shares the first one's result. */
  readonly #reading = new Map<Chat, Promise<boolean>>();

  constructor(deps: ChatArchiveDeps<M>) {
    this.#deps = deps;
  }

  /**
   * Inserts a page of older messages before the oldest of a chat. @returns whether there were any;
   * false also when offline or without an archive. @throws StanzaError, Failure
   */
  load(chat: Chat, limit: number): Promise<boolean> {
    const session = this.#deps.session();
    if (!session || this.#ended.has(chat)) return Promise.resolve(false);
    let reading = this.#reading.get(chat);
    if (!reading) {
      reading = this.#read(session, chat, limit).finally(() => this.#reading.delete(chat));
      this.#reading.set(chat, reading);
    }
    return reading;
  }

  prefetch(chat: Chat, limit: number): void {
    if (this.#reading.has(chat)) return;
    const found = this.load(chat, limit).then((isMore) => {
      if (isMore) chat.invalidate();
    });
    found.catch(this.#deps.report);
  }

  async #read(session: Session, chat: Chat, limit: number): Promise<boolean> {
    if (!(await this.#deps.isAvailable(session))) return false;
    const { history } = this.#deps;
    const oldest = await history.load(chat.key, { after: null, limit: NAMED_AMONG });
    const [first] = oldest;
    // Messages between the oldest and this one are recognized when they are received again.
    const named = oldest.find(({ stanzaId }) => stanzaId !== undefined)?.stanzaId;
    let position = this.#reached.get(chat) ?? named ?? '';
    this.#reached.delete(chat);
    const progress = new ArchiveProgress(position);
    const start = this.#deps.keptSince();
    const until = {
      ...(start !== undefined && { start }),
      ...(position === '' && first && { end: first.time }),
    };
    for (let read = 0; read < MAX_PAGES; read++) {
      const query = { ...until, page: { max: limit, before: position } };
      const page = await this.#fetch({ session, chat }, query, first?.time);
      // What was received live in an empty chat meanwhile comes after the page.
      const next = first ?? (await this.#oldest(chat));
      const before = new Map(next ? [[chat.key.chat, next.id]] : []);
      const isWanted = () => !chat.isCleared;
      await this.#deps.intake.receivePage(page.messages, { before, isWanted });
      if (!isWanted()) return false;
      const end = page.first ?? page.messages[0]?.id;
      const goesOn = !page.complete && progress.advance(page, end);
      if (!goesOn) this.#ended.add(chat);
      if ((await this.#oldest(chat))?.id !== next?.id) {
        if (!first) await this.#markOlderRead(chat, next);
        return true;
      }
      if (!goesOn) return false;
      position = end;
    }
    this.#reached.set(chat, position);
    return false;
  }

  async #oldest(chat: Chat): Promise<Message | undefined> {
    const [oldest] = await this.#deps.history.load(chat.key, { after: null, limit: 1 });
    return oldest;
  }

  /** Messages older than anything ever stored here do not count as unread. */
  async #markOlderRead(chat: Chat, next: Message | undefined): Promise<void> {
    const older = next && (await this.#deps.history.load(chat.key, { before: next.id, limit: 1 }));
    await chat.markRead(older?.at(-1)?.id);
  }

  /** Falls back to the time if the archive no longer has the message that the page precedes. */
  async #fetch(
    { session, chat }: { readonly session: Session; readonly chat: Chat },
    query: ArchiveQuery,
    time: number | undefined,
  ) {
    const { fetch } = this.#deps;
    try {
      return await fetch(session, chat, query);
    } catch (error) {
      const isUnknown = error instanceof StanzaError && error.condition === 'item-not-found';
      if (!isUnknown || time === undefined) throw error;
      return fetch(session, chat, { ...query, end: time, page: { ...query.page, before: '' } });
    }
  }
}
