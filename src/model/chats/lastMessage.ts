import type { Message } from '../history.ts';
import { type Received, receivedOf } from './received.ts';

/** The shown part of the last message of a chat. */
export type LastMessage = Received &
  Pick<Message, 'sender' | 'outgoing' | 'time' | 'delivery' | 'moderated'>;

function lastOf(message: Message): LastMessage {
  const { sender, outgoing, time, delivery, moderated } = message;
  return {
    ...receivedOf(message),
    ...{ sender, outgoing, time },
    ...(delivery && { delivery }),
    ...(moderated && { moderated }),
  };
}

/** Keeps track of the last message of a chat, which is read only where it does not follow. */
export class Last {
  readonly #load: () => Promise<Message | undefined>;
  readonly #changed: () => void;
  #message: LastMessage | undefined;
  /** Whether it is being read. */
  #isLoading = false;
  /** Counts what has changed, so that what was read before is not taken for newer. */
  #version = 0;

  /**
   * @param load reads the last message that is stored
   * @param changed called when a message that was read is another one
   */
  constructor(load: () => Promise<Message | undefined>, changed: () => void) {
    this.#load = load;
    this.#changed = changed;
  }

  get message(): LastMessage | undefined {
    return this.#message;
  }

  /** These were stored at the end of the chat. */
  append(messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last) this.#set(last);
  }

  /** These stored messages were changed, each in its place. */
  change(messages: readonly Message[]): void {
    if (this.#isLoading) void this.reload();
    const last = messages.findLast(({ id }) => id === this.#message?.id);
    if (last) this.#set(last);
  }

  /** One was removed. */
  remove(id: string): void {
    if (this.#isLoading || id === this.#message?.id) void this.reload();
  }

  /** Reads it again. If that fails, what is known stays. */
  async reload(): Promise<void> {
    const version = (this.#version += 1);
    this.#isLoading = true;
    try {
      const last = await this.#load();
      if (version !== this.#version) return;
      this.#message = last && lastOf(last);
      this.#changed();
    } catch {
      // The chat itself shows the error when it is opened.
    } finally {
      if (version === this.#version) this.#isLoading = false;
    }
  }

  #set(message: Message): void {
    this.#version += 1;
    this.#isLoading = false;
    this.#message = lastOf(message);
  }
}
