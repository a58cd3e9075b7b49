import type { OfPages } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { MessageView } from '../api/views.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import { type Edges, MessagePage, type MessagePageDeps } from './messagePage.ts';

/** The watched messages of all chats, as many per tab as it has loaded. */
export class MessagePages {
  readonly #deps: MessagePageDeps;
  readonly #pages = new Map<string, MessagePage>();
  readonly #edgesChanged = new Emitter<OfPages>();

  /** For the heads of chats: emitted when the existence of older or newer messages may change. */
  readonly onEdges = this.#edgesChanged.event;

  constructor(deps: MessagePageDeps) {
    this.#deps = deps;
  }

  edges(of: OfPages): Edges {
    return this.#pages.get(key(of))?.edges ?? { hasOlder: false, hasNewer: false };
  }

  /** Reports a snapshot of the newest page and then every change. */
  watch(
    account: Account,
    of: OfPages,
    listener: (change: Change<MessageView>) => void,
  ): Disposable {
    let page = this.#pages.get(key(of));
    // A page of an account that was signed out meanwhile receives no more changes.
    if (page?.account !== account) {
      page = new MessagePage(account, of.chat, this.#deps, () => {
        this.#edgesChanged.fire(of);
      });
      this.#pages.set(key(of), page);
    }
    const watched = page;
    const subscription = watched.watch(listener);
    return onDispose(() => {
      subscription.dispose();
      if (watched.watched) return;
      watched.dispose();
      if (this.#pages.get(key(of)) === watched) this.#pages.delete(key(of));
    });
  }

  async loadOlder(of: OfPages): Promise<void> {
    await this.#pages.get(key(of))?.loadOlder();
  }

  async loadNewer(of: OfPages): Promise<void> {
    await this.#pages.get(key(of))?.loadNewer();
  }

  /** @returns the id of the message that was found */
  async loadAround(of: OfPages, around: string | number): Promise<string | null> {
    return (await this.#pages.get(key(of))?.loadAround(around)) ?? null;
  }
}

function key({ account, chat, view = '' }: OfPages): string {
  return `${account}\n${chat}\n${view}`;
}
