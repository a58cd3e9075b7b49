import type { StoredChat, History, Message, PageOptions } from '../../../src/model/history.ts';

export const ME = 'me@example.org';
export const BOB = 'bob@example.org';
export const key = { account: ME, chat: BOB };
export const eve = { account: ME, chat: 'eve@example.org' };

export const incoming = (id: string, body = id, time = 0, of = key): Message => ({
  id,
  sender: of.chat,
  outgoing: false,
  body,
  time,
});
export const outgoing = (id: string, time = 0): Message => ({
  id,
  sender: ME,
  outgoing: true,
  body: id,
  time,
  delivery: 'queued',
});

/** The history that is tested, another one for each test, and what most tests do with it. */
export interface TestedHistory {
  readonly history: History;
  /** Saves messages of {@link BOB}. */
  readonly save: (...ids: readonly string[]) => Promise<void>;
  /** The ids of a page; without arguments, of all messages with {@link BOB}. */
  readonly ids: (options?: PageOptions, of?: typeof key) => Promise<readonly string[]>;
  /** What is kept of a chat besides its messages. */
  readonly stateOf: (chat: string) => Promise<StoredChat | undefined>;
}

/**
 * Makes a history before each test of the suite that calls this.
 *
 * @param make a history without anything in it.
 */
export function eachTested(make: () => Promise<History> | History): TestedHistory {
  let history: History;

  beforeEach(async () => {
    history = await make();
  });

  return {
    get history() {
      return history;
    },
    save: async (...ids) => {
      for (const id of ids) await history.save(key, incoming(id));
    },
    ids: async (options = { limit: 99 }, of = key) =>
      (await history.load(of, options)).map(({ id }) => id),
    stateOf: async (chat) => (await history.chats(ME)).find((state) => state.chat === chat),
  };
}
