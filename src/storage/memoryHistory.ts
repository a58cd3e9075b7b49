import type { ChatKey, History, Message } from '../model/history.ts';

/** Keeps messages in memory, the newest `capacity` of each chat. */
export class MemoryHistory implements History {
  readonly #chats = new Map<string, Map<string, Message>>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  save(key: ChatKey, message: Message): Promise<void> {
    const messages = this.#messages(key);
    messages.set(message.id, message);
    if (messages.size > this.#capacity) {
      const oldest = messages.keys().next().value;
      if (oldest !== undefined) messages.delete(oldest);
    }
    return Promise.resolve();
  }

  load(key: ChatKey, options: { limit: number; before?: string }): Promise<readonly Message[]> {
    const all = [...this.#messages(key).values()];
    const end = options.before ? all.findIndex((message) => message.id === options.before) : -1;
    const upTo = end < 0 ? all.length : end;
    return Promise.resolve(all.slice(Math.max(0, upTo - options.limit), upTo));
  }

  find(key: ChatKey, id: string): Promise<Message | undefined> {
    return Promise.resolve(this.#messages(key).get(id));
  }

  removeAccount(account: string): Promise<void> {
    for (const id of this.#chats.keys()) {
      if ((JSON.parse(id) as string[])[0] === account) this.#chats.delete(id);
    }
    return Promise.resolve();
  }

  #messages(key: ChatKey): Map<string, Message> {
    const id = JSON.stringify([key.account, key.chat]);
    let messages = this.#chats.get(id);
    if (!messages) {
      messages = new Map();
      this.#chats.set(id, messages);
    }
    return messages;
  }
}
