import type { ChatKey, History, Message, PageQuery } from '../model/history.ts';

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

  load(key: ChatKey, query: PageQuery): Promise<readonly Message[]> {
    const all = [...this.#messages(key).values()];
    const [from, to] = rangeOf(all, query);
    return Promise.resolve(all.slice(Math.max(0, from), Math.max(0, to)));
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

/** Where the page begins and, exclusive, where it ends; what is beyond the list is not there. */
function rangeOf(
  all: readonly Message[],
  { limit, before, after, around }: PageQuery,
): [from: number, to: number] {
  const indexOf = (id: string) => all.findIndex((message) => message.id === id);
  if (after !== undefined) {
    const at = indexOf(after);
    return at < 0 ? [0, 0] : [at + 1, at + 1 + limit];
  }
  if (around !== undefined) {
    const at = typeof around === 'string' ? indexOf(around) : indexAt(all, around);
    const from = at - Math.floor(limit / 2);
    return at < 0 ? [0, 0] : [from, from + limit];
  }
  const end = before === undefined ? -1 : indexOf(before);
  const to = end < 0 ? all.length : end;
  return [to - limit, to];
}

function indexAt(all: readonly Message[], time: number): number {
  const at = all.findIndex((message) => message.time >= time);
  return at < 0 ? all.length - 1 : at;
}
