import * as vscode from 'vscode';
import type { OfChat } from '../api/requests.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { plain } from './plain.ts';
import { ContactEvents } from './contactEvents.ts';
import { type NotificationKind, NotificationPolicy } from './notificationPolicy.ts';
import { notificationText, requestText } from './notificationText.ts';
import type { ViewState } from './state.ts';

/** What notifications work with. */
export interface NotificationDeps {
  readonly clock: Clock;
  /** Whether notifications are this window's to show, rather than another's. */
  readonly isHere: () => boolean;
  /** Whether the user has this chat before them. */
  readonly isSeen: (of: OfChat) => boolean;
  readonly openChat: (of: OfChat) => void;
}

/** What is told of, and where a click on `Open` leads. */
interface Notice {
  readonly kind: NotificationKind;
  readonly of: OfChat;
  /** May hold what others wrote. */
  readonly text: string;
  readonly open: () => void;
  /** Whether the chat can be muted from here. */
  readonly mutable: boolean;
}

const settings = () => vscode.workspace.getConfiguration('parley.notifications');

/** Whether the user wishes to be told of this kind. */
export function isNotified(kind: NotificationKind): boolean {
  return settings().get(kind, false);
}

/** Tells the user of what happens outside their sight. */
export class Notifications implements Disposable {
  readonly #state: ViewState;
  readonly #policy: NotificationPolicy;
  readonly #owned = new DisposableStore();
  /** Who asks to see the user's presence, by account and JID, as far as that was told. */
  #requests = new Set<string>();

  constructor(state: ViewState, { clock, isHere, isSeen, openChat }: NotificationDeps) {
    this.#state = state;
    this.#policy = new NotificationPolicy(clock, {
      wants: (kind) => isHere() && isNotified(kind),
      isMuted: ({ chat }) => muted().includes(chat),
      isSeen,
      ownShow: (account) => state.account(account)?.show,
    });
    const events = this.#owned.add(new ContactEvents(state, clock));
    this.#owned.add(
      events.onDidHappen((event) => {
        const { kind, of } = event;
        const open = () => {
          openChat(of);
        };
        void this.#notify({ kind, of, text: notificationText(event), open, mutable: true });
      }),
    );
    this.#owned.add(
      state.onContacts(() => {
        this.#tellRequests();
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** All that came together make one notification, and strangers are no chat: at most one in 10 s. */
  #tellRequests(): void {
    const all = new Map(
      this.#state.requests.map((owned) => [`${owned.account.id}\n${owned.request.id}`, owned]),
    );
    const fresh = [...all].filter(([key]) => !this.#requests.has(key)).map(([, owned]) => owned);
    this.#requests = new Set(all.keys());
    const [first] = fresh;
    if (!first) return;
    void this.#notify({
      kind: 'request',
      of: { account: first.account.id, chat: '' },
      text: requestText(fresh.map(({ request }) => request.id)),
      open: () => void vscode.commands.executeCommand('parley.contacts.focus'),
      mutable: false,
    });
  }

  /** Shows it unless settings, presence or limits are against it. */
  async #notify({ kind, of, text, open, mutable }: Notice): Promise<void> {
    if (!this.#policy.admit(kind, of)) return;
    const buttons = mutable ? ['Open', 'Mute'] : ['Open'];
    const chosen = await vscode.window.showInformationMessage(plain(text), ...buttons);
    if (chosen === 'Open') open();
    if (chosen === 'Mute') await mute(of.chat);
  }
}

function muted(): readonly string[] {
  return settings().get<readonly string[]>('muted', []);
}

async function mute(chat: string): Promise<void> {
  const all = [...new Set([...muted(), chat])];
  await settings().update('muted', all, vscode.ConfigurationTarget.Global);
}
