import { type Api, RequestError } from '../../src/api/channel.ts';
import type { FirstPage } from '../../src/api/panel.ts';
import type { Change } from '../../src/api/topics.ts';
import type { UserError } from '../../src/base/userError.ts';
import type { ChatView, MessageView, TransferView } from '../../src/api/views.ts';
import { ChatStore } from '../../webview/store.ts';
import { saying } from './say.ts';

export const of = { account: 'me@example.org', chat: 'ada@example.org' };
export const head: ChatView = {
  id: of.chat,
  name: 'Ada',
  show: 'available',
  status: '',
  composing: false,
  connection: { phase: 'online' },
  hasOlder: true,
  hasNewer: false,
  unread: 0,
  draft: '',
};
export const message: MessageView = {
  id: 'm1',
  outgoing: false,
  senderName: 'Ada',
  body: 'hello',
  time: 0,
};

/** The other end of the contract, answered by hand, and a state that survives a reload. */
export class StoreBench {
  /** What waits for an answer by the test. */
  readonly asked: string[] = [];
  /** The methods of all requests, in their order. */
  readonly told: string[] = [];
  /** The drafts that the host was told, and has kept. */
  readonly drafts: string[] = [];
  /** What it was told of the last one. */
  lastDraft: unknown;
  /** Why the host takes no draft. */
  draftError: UserError | undefined;
  readonly answers: { resolve: (value: never) => void; reject: (error: Error) => void }[] = [];
  readonly watchers = new Map<string, (change: never) => void>();
  state: unknown;
  readonly api: Api = {
    request: (method, params) => {
      this.told.push(method);
      if (method === 'saveDraft') {
        if (this.draftError) return Promise.reject(new RequestError(this.draftError));
        this.lastDraft = params;
        this.drafts.push((params as { readonly draft: string }).draft);
        return Promise.resolve(null as never);
      }
      this.asked.push(`${method} ${JSON.stringify(params)}`);
      return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
    },
    watch: (topic, _params, listener) => {
      this.watchers.set(topic, listener);
      return {
        dispose: () => {
          if (this.watchers.get(topic) === listener) this.watchers.delete(topic);
        },
      };
    },
  };

  load(first?: FirstPage): ChatStore {
    const keeper = {
      getState: () => this.state,
      setState: (state: unknown) => (this.state = state),
    };
    const store = new ChatStore(this.api, of, keeper, first);
    store.start(() => undefined);
    return store;
  }

  change(topic: string, ...items: (ChatView | MessageView | TransferView)[]): void {
    const change: Change<unknown> = { kind: 'snapshot', items };
    this.watchers.get(topic)?.(change as never);
  }

  /** Answers the oldest request. */
  async answer(error?: string, result: unknown = null): Promise<void> {
    const answer = this.answers.shift();
    if (error === undefined) answer?.resolve(result as never);
    else answer?.reject(new RequestError(saying(error)));
    await new Promise(setImmediate);
  }
}
