/** What becomes of a message that we sent. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

/** A file that a message announces. */
export interface AnnouncedFile {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size?: number;
  readonly mediaType?: string;
}

/** One message of a chat, as it is kept. */
export interface Message {
  /** Ours alone: never an id that another side chose. Outgoing: also the stanza's id. */
  readonly id: string;
  readonly outgoing: boolean;
  readonly body: string;
  /** When it was sent, in ms since 1970. */
  readonly time: number;
  readonly delivery?: Delivery;
  /** One sentence, when it failed. */
  readonly error?: string;
  readonly file?: AnnouncedFile;
}

/** Which chat of which account: two bare JIDs. */
export interface ChatKey {
  readonly account: string;
  readonly chat: string;
}

/** Which messages of a chat are wanted, at most `limit`; without a place, the newest. */
export interface PageQuery {
  readonly limit: number;
  /** Those next older than this message. */
  readonly before?: string;
  /** Those next newer than this message. */
  readonly after?: string;
  /**
   * Those around a message, given by its id, or around a time in ms since 1970, which stands for
   * the first message then or later, else for the newest. Half of `limit`, rounded down, is older.
   */
  readonly around?: string | number;
}

/** Where messages are kept, in the order in which they were saved first. */
export interface History {
  /** Adds a message, or replaces the one with its id in place. */
  save(key: ChatKey, message: Message): Promise<void>;
  /** One page, oldest first; of a message that is not kept, nothing is around or after. */
  load(key: ChatKey, query: PageQuery): Promise<readonly Message[]>;
  find(key: ChatKey, id: string): Promise<Message | undefined>;
  /** Forgets every message of an account. */
  removeAccount(account: string): Promise<void>;
}
