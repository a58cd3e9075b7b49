import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { isReadable } from '../../xmpp/stanza/notice.ts';
import { type Displayed, fetchDisplayed, publishDisplayed } from '../../xmpp/xep/0490-displayed.ts';
import { archiveIdentity } from '../chats/addition.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { History, Message } from '../history.ts';
import { refFor } from '../messageRef.ts';

/** The user often reads on: only where that ends is published. */
const WAIT_MS = 1500;
/** Number of the newest messages, besides unread ones, searched for one with a stanza-id. */
const NAMED_AMONG = 50;

export interface ReadSyncDeps {
  readonly account: Jid;
  readonly chats: Chats;
  readonly contacts: Contacts;
  readonly history: History;
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  readonly report: (error: unknown) => void;
}

/** Synchronizes the read position among our clients (XEP-0490). */
export class ReadSync {
  readonly #deps: ReadSyncDeps;
  /** Chats that were read here and are not published yet. */
  readonly #read = new Set<Chat>();
  /** The last published stanza-id, by chat, from here or from another client. */
  readonly #published = new Map<string, string>();
  #timer: Disposable | undefined;

  constructor(deps: ReadSyncDeps) {
    this.#deps = deps;
  }

  /** The user has read a chat here. Chats with strangers, not in the roster, are not published. */
  see(chat: Chat): void {
    const isStrange = this.#deps.contacts.get(chat.key.chat)?.inRoster !== true;
    if (chat.kind === 'chat' && isStrange) return;
    this.#read.add(chat);
    this.#timer ??= this.#deps.clock.after(WAIT_MS, () => {
      this.#timer = undefined;
      this.flush().catch(this.#deps.report);
    });
  }

  /** Publishes what was read, including while offline. @throws StanzaError, Failure */
  async flush(): Promise<void> {
    for (const chat of this.#read) {
      const session = this.#deps.session();
      if (!session) return;
      this.#read.delete(chat);
      const id = await this.#newestNamed(chat);
      if (id === undefined || this.#published.get(chat.key.chat) === id) continue;
      this.#published.set(chat.key.chat, id);
      const by = this.#archiveOf(chat);
      await publishDisplayed(session, { chat: chat.jid, stanzaId: { id, by } });
    }
  }

  /** Applies what other clients have published. @returns whose chats. @throws StanzaError */
  async fetch(session: Session): Promise<ReadonlySet<string>> {
    const all = await fetchDisplayed(session);
    for (const displayed of all) await this.apply(displayed);
    return new Set(all.map(({ chat }) => this.#deps.chats.at(chat)?.key.chat ?? chat.bare));
  }

  /** Another client has displayed a chat. Unknown messages and archives are ignored (§5.1). */
  async apply({ chat: jid, stanzaId }: Displayed): Promise<void> {
    const { chats, history } = this.#deps;
    const chat = chats.at(jid);
    const archive = chat && this.#archiveOf(chat);
    if (!archive || !stanzaId.by.equals(archive)) return;
    this.#published.set(chat.key.chat, stanzaId.id);
    const identity = archiveIdentity(archive, stanzaId.id);
    let seen: Message | undefined;
    for (const sender of chat.authors) {
      seen ??= await history.findIdentity(chat.key, sender, identity);
    }
    if (seen) await chat.markRead(seen.id);
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** The archive that assigns the ids of a chat's messages. */
  #archiveOf(chat: Chat): Jid {
    return chat.kind === 'room' ? chat.jid : this.#deps.account;
  }

  /**
   * The stanza-id of the newest read message, without unreadable ones and without what was received
   * since. A later one that another client has published remains valid.
   */
  async #newestNamed(chat: Chat): Promise<string | undefined> {
    const limit = NAMED_AMONG + chat.unread;
    const newest = await this.#deps.history.load(chat.key, { limit });
    let end = newest.length;
    for (let left = chat.unread; left > 0 && end > 0; end--) {
      if (newest[end - 1]?.outgoing === false) left--;
    }
    const published = this.#published.get(chat.key.chat);
    const named = newest.slice(0, end).map((message) => {
      return { id: refFor('readSync', chat, message)?.id, notice: message.notice };
    });
    return named.findLast(
      ({ id, notice }) => id !== undefined && (id === published || isReadable(notice)),
    )?.id;
  }
}
