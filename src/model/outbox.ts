import type { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { sendChatMessage } from '../xmpp/message.ts';
import type { Chat } from './chat.ts';
import type { Chats } from './chats.ts';
import type { ChatStates } from './chatStates.ts';
import type { AnnouncedFile } from './history.ts';
import type { Link } from './link.ts';

/**
 * What we send goes through here: shown at once as queued, sent when there is a session, and sent
 * again, under the same id, when that session was lost before the server had it.
 */
export class Outbox {
  readonly #chats: Chats;
  readonly #states: ChatStates;
  readonly #fail: (error: unknown) => void;
  /** Handed to the session, and not acknowledged yet; the session sends them again if it resumes. */
  readonly #inFlight = new Set<string>();
  /** Where messages leave; none does before {@link open}. */
  #open: Link | undefined;

  /** @param fail called with the error of work that nobody waits for. */
  constructor(chats: Chats, states: ChatStates, fail: (error: unknown) => void) {
    this.#chats = chats;
    this.#states = states;
    this.#fail = fail;
  }

  /** Hears of this link what becomes of messages, until disposed. */
  attach(link: Link): Disposable {
    const owned = new DisposableStore();
    owned.add(
      link.onSent((ids) => {
        for (const id of ids) this.#inFlight.delete(id);
        this.#chats.markAll(ids, 'sent').catch(this.#fail);
      }),
    );
    owned.add(
      link.onUnsent((ids) => {
        for (const id of ids) this.#inFlight.delete(id);
      }),
    );
    owned.add(
      link.onState(({ phase }) => {
        if (phase !== 'online' && this.#open === link) this.#open = undefined;
      }),
    );
    return owned;
  }

  /** Sends what waits, in order, and from now on whatever comes, until the link is not online. */
  open(link: Link): void {
    this.#open = link;
    for (const chat of this.#chats.values()) this.#transmit(chat);
  }

  /** Sends, or queues while there is no session. Result: the message's id. */
  async send(to: Jid, body: string, file?: AnnouncedFile): Promise<string> {
    const chat = this.#chats.open(to);
    const message = await chat.queue(body, file);
    this.#transmit(chat);
    return message.id;
  }

  /** Queues a failed message again; any other stays as it is. */
  async retry(chat: Chat, id: string): Promise<void> {
    if (!(await chat.mark(id, 'queued'))) return;
    this.#inFlight.delete(id);
    this.#transmit(chat);
  }

  #transmit(chat: Chat): void {
    for (const { id, body, file } of chat.queued) {
      const session = this.#open?.session;
      if (!session?.jid) return;
      if (this.#inFlight.has(id)) continue;
      this.#inFlight.add(id);
      sendChatMessage(session, {
        id,
        to: chat.jid,
        body,
        ...(file && { oob: { url: file.url }, sharedFile: file }),
        chatState: this.#states.sending(chat.jid),
      });
    }
  }
}
