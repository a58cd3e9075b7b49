import type { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { sendChatMessage } from '../xmpp/message.ts';
import type { Chat } from './chat.ts';
import type { Chats } from './chats.ts';
import type { AnnouncedFile, Message } from './history.ts';
import type { Link } from './link.ts';

/**
 * What we send goes through here: shown at once as queued, sent when there is a connection, and
 * queued again, under the same id, when the connection was lost before the server had it.
 */
export class Outbox implements Disposable {
  readonly #link: Link;
  readonly #chats: Chats;
  readonly #owned = new DisposableStore();

  /** @param fail called with the error of work that nobody waits for. */
  constructor(link: Link, chats: Chats, fail: (error: unknown) => void) {
    this.#link = link;
    this.#chats = chats;
    this.#owned.add(
      link.onSent((ids) => {
        chats.markAll(ids, 'sent').catch(fail);
      }),
    );
    this.#owned.add(
      link.onUnsent((ids) => {
        chats.markAll(ids, 'queued').catch(fail);
      }),
    );
  }

  /** Sends, or queues while offline. Result: the message's id. */
  async send(to: Jid, body: string, file?: AnnouncedFile): Promise<string> {
    const chat = this.#chats.open(to);
    const message = await chat.queue(body, file);
    this.#transmit(chat, message);
    return message.id;
  }

  /** Queues a failed message again. */
  async retry(chat: Chat, id: string): Promise<void> {
    await chat.mark(id, 'queued');
    const message = chat.queued.find((queued) => queued.id === id);
    if (message) this.#transmit(chat, message);
  }

  /** Sends what waits, in order; called when a session begins. */
  flush(): void {
    for (const chat of this.#chats.values()) {
      for (const message of chat.queued) this.#transmit(chat, message);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #transmit(chat: Chat, message: Message): void {
    const { session } = this.#link;
    if (!session.jid || this.#link.state.phase !== 'online') return;
    const { id, body, file } = message;
    sendChatMessage(session, {
      id,
      to: chat.jid,
      body,
      ...(file && { oob: { url: file.url } }),
    });
  }
}
