import type { OfChat } from '../../api/requests.ts';
import type { PrivateChatView } from '../../api/views.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ViewState } from '../state.ts';
import { Differences } from './differences.ts';

/** An occupant has written to us alone. */
export interface PrivateChatEvent {
  readonly of: OfChat;
  readonly chat: PrivateChatView;
}

/** Derives events from the differences between a private chat's old and new state. */
export class PrivateChatEvents implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<PrivateChatEvent>();

  readonly onDidHappen = this.#happened.event;

  constructor(state: ViewState) {
    this.#owned.add(this.#happened);
    const listed = {
      onDidChange: state.onPrivateChats,
      isLoaded: (account: string) => state.arePrivateChatsLoaded(account),
      all: (account: string) => state.privateChatsOf(account),
    };
    this.#owned.add(
      new Differences<PrivateChatView>(state, listed, (of, before, chat) => {
        const { lastReceived, unread } = chat;
        if (!lastReceived || lastReceived.id === before?.lastReceived?.id) return;
        // If the chat was visible, it has been read by now.
        if (unread === 0 || lastReceived.isDeleted) return;
        this.#happened.fire({ of, chat });
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
