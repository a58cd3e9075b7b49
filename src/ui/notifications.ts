import * as vscode from 'vscode';
import type { OfChat } from '../api/requests.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { plain } from './plain.ts';
import { ContactEvents } from './contactEvents.ts';
import { type NotificationKind, NotificationPolicy } from './notificationPolicy.ts';
import { notificationText } from './notificationText.ts';
import type { ViewState } from './state.ts';

/** What notifications work with. */
export interface NotificationDeps {
  readonly clock: Clock;
  /** Whether the user has this chat before them. */
  readonly isSeen: (of: OfChat) => boolean;
  readonly openChat: (of: OfChat) => void;
}

const settings = () => vscode.workspace.getConfiguration('parley.notifications');

/** Tells the user of what happens outside their sight. */
export class Notifications implements Disposable {
  readonly #policy: NotificationPolicy;
  readonly #openChat: (of: OfChat) => void;
  readonly #owned = new DisposableStore();

  constructor(state: ViewState, { clock, isSeen, openChat }: NotificationDeps) {
    this.#openChat = openChat;
    this.#policy = new NotificationPolicy(clock, {
      wants: (kind) => settings().get(kind, false),
      isMuted: ({ chat }) => muted().includes(chat),
      isSeen,
      ownShow: (account) => state.account(account)?.show,
    });
    const events = this.#owned.add(new ContactEvents(state, clock));
    this.#owned.add(
      events.onDidHappen((event) => {
        void this.notify(event.kind, event.of, notificationText(event));
      }),
    );
  }

  /**
   * Shows `text`, which may hold what others wrote, unless settings, presence or limits are
   * against it. Its button `Open` calls `open`, by default to open the chat.
   */
  async notify(
    kind: NotificationKind,
    of: OfChat,
    text: string,
    open: () => void = () => {
      this.#openChat(of);
    },
  ): Promise<void> {
    if (!this.#policy.admit(kind, of)) return;
    const chosen = await vscode.window.showInformationMessage(plain(text), 'Open', 'Mute');
    if (chosen === 'Open') open();
    if (chosen === 'Mute') await mute(of.chat);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function muted(): readonly string[] {
  return settings().get<readonly string[]>('muted', []);
}

async function mute(chat: string): Promise<void> {
  const all = [...new Set([...muted(), chat])];
  await settings().update('muted', all, vscode.ConfigurationTarget.Global);
}
