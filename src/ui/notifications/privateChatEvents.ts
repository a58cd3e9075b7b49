import type { OfChat } from '../../api/requests.ts';
import type { PrivateChatView } from '../../api/views.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ChangedOf, ViewState } from '../state.ts';

/** An occupant has written to us alone. */
export interface PrivateChatEvent {
  readonly of: OfChat;
  readonly chat: PrivateChatView;
}

/** Derives events from the differences between a private chat's old and new state. */
export class PrivateChatEvents implements Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<PrivateChatEvent>();
  /** The ids of the newest messages already seen, by account and chat. */
  readonly #known = new Map<string, Map<string, string | undefined>>();

  readonly onDidHappen = this.#happened.event;

  constructor(state: ViewState) {
    this.#state = state;
    this.#owned.add(this.#happened);
    this.#owned.add(
      state.onPrivateChats((change) => {
        this.#compare(change);
      }),
    );
    this.#owned.add(
      state.onAccounts(() => {
        for (const id of this.#known.keys()) if (!state.account(id)) this.#known.delete(id);
      }),
    );
    for (const { id } of state.accounts) this.#compare({ account: id, changed: 'all' });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare({ account, changed }: ChangedOf<PrivateChatView>): void {
    if (!this.#state.arePrivateChatsLoaded(account)) return;
    // What an account contains when it is first loaded is not news.
    const isNew = !this.#known.has(account);
    const known = this.#known.get(account) ?? new Map<string, string | undefined>();
    this.#known.set(account, known);
    const chats =
      changed === 'all' ? this.#state.privateChatsOf(account) : changed.map(({ now }) => now);
    for (const chat of chats) {
      if (!chat) continue;
      const before = known.get(chat.id);
      const now = chat.lastReceived?.id;
      known.set(chat.id, now);
      // If the chat was visible, it has been read by now.
      if (isNew || now === undefined || now === before || chat.unread === 0) continue;
      this.#happened.fire({ of: { account, chat: chat.id }, chat });
    }
  }
}
