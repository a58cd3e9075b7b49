import * as vscode from 'vscode';
import type {
  ContactView,
  ConversationView,
  NotificationLevel,
  PrivateChatView,
  RoomView,
} from '../api/views.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Event } from '../base/event.ts';
import { plural } from '../base/l10n.ts';
import type { ViewState } from './state.ts';
import type { ChangedOf } from './watchedByAccount.ts';

const CONVERSATION = 'parley-conversation';
const CONTACT = 'parley-contact';
const ROOM = 'parley-room';
const PRIVATE = 'parley-private';

/** The resource URI of a conversation's row. */
export function conversationUri(account: string, id: string): vscode.Uri {
  return uriOf(CONVERSATION, account, id);
}

/** The resource URI of a contact's row, by which the editor requests its decoration. */
export function unreadUri(account: string, contact: string): vscode.Uri {
  return uriOf(CONTACT, account, contact);
}

/** The resource URI of a room's row. */
export function roomUri(account: string, room: string): vscode.Uri {
  return uriOf(ROOM, account, room);
}

/** The resource URI of the row of a chat with an occupant. */
export function privateChatUri(account: string, chat: string): vscode.Uri {
  return uriOf(PRIVATE, account, chat);
}

function uriOf(scheme: string, account: string, id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, authority: account, path: `/${id}` });
}

/** A row with messages that are not read. */
interface Counted {
  readonly id: string;
  readonly unread: number;
  /** Of those, how many mention us. */
  readonly mentions?: number;
  /** Which of them notify; all if absent. */
  readonly level?: NotificationLevel;
}

/** Where the rows of one kind come from. */
interface Rows<T extends Counted> {
  readonly scheme: string;
  readonly onChanged: Event<ChangedOf<T>>;
  readonly allOf: (account: string) => readonly T[];
  readonly find: (account: string, id: string) => T | undefined;
}

/** Shows the unread counts as badges on the rows of conversations; of a muted one quietly. */
export function conversationDecorations(state: ViewState): Disposable {
  return new UnreadDecorations<ConversationView>({
    scheme: CONVERSATION,
    onChanged: state.onConversations,
    allOf: (account) => state.conversationsOf(account),
    find: (account, id) => state.conversation(account, id),
  });
}

/** Shows the unread counts as badges on the rows of contacts. */
export function contactDecorations(state: ViewState): Disposable {
  return new UnreadDecorations<ContactView>({
    scheme: CONTACT,
    onChanged: state.onContacts,
    allOf: (account) => state.contactsOf(account),
    find: (account, id) => state.contact(account, id),
  });
}

/** Shows the unread counts as badges on the rows of rooms; those of mentions, if there are any. */
export function roomDecorations(state: ViewState): Disposable {
  return new UnreadDecorations<RoomView>({
    scheme: ROOM,
    onChanged: state.onRooms,
    allOf: (account) => state.roomsOf(account),
    find: (account, id) => state.room(account, id),
  });
}

/** Shows the unread counts as badges on the rows of chats with occupants. */
export function privateChatDecorations(state: ViewState): Disposable {
  return new UnreadDecorations<PrivateChatView>({
    scheme: PRIVATE,
    onChanged: state.onPrivateChats,
    allOf: (account) => state.privateChatsOf(account),
    find: (account, id) => state.privateChat(account, id),
  });
}

class UnreadDecorations<T extends Counted> implements vscode.FileDecorationProvider, Disposable {
  readonly #rows: Rows<T>;
  readonly #owned = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  /** The rows with unread messages, by account. */
  readonly #unread = new Map<string, Set<string>>();

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(rows: Rows<T>) {
    this.#rows = rows;
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
    this.#owned.add(
      rows.onChanged((change) => {
        this.#redraw(change);
      }),
    );
  }

  provideFileDecoration({ scheme, authority, path }: vscode.Uri) {
    if (scheme !== this.#rows.scheme) return undefined;
    const { unread = 0, mentions = 0, level } = this.#rows.find(authority, path.slice(1)) ?? {};
    if (unread === 0) return undefined;
    const color = new vscode.ThemeColor(
      level === 'never' ? 'descriptionForeground' : 'list.highlightForeground',
    );
    return mentions === 0
      ? new vscode.FileDecoration(badge(unread), messages(unread), color)
      : new vscode.FileDecoration(
          `@${mentions > 9 ? '+' : mentions}`,
          `${messages(unread)}, ${plural(mentions, ['{count} mentions you', '{count} mention you'])}`,
          color,
        );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Redraws rows whose count changed; after a snapshot, those that have or had one. */
  #redraw({ account, changed }: ChangedOf<T>): void {
    const unread = this.#unread.get(account) ?? new Set();
    this.#unread.set(account, unread);
    const ids = changed === 'all' ? new Set(unread) : new Set<string>();
    if (changed === 'all') unread.clear();
    const rows =
      changed === 'all'
        ? this.#rows.allOf(account).map((now) => ({ id: now.id, before: undefined, now }))
        : changed;
    for (const { id, before, now } of rows) {
      if (hasSameCounts(before, now)) continue;
      ids.add(id);
      if (now?.unread) unread.add(id);
      else unread.delete(id);
    }
    if (ids.size === 0) return;
    this.#changed.fire([...ids].map((id) => uriOf(this.#rows.scheme, account, id)));
  }
}

function hasSameCounts(before: Counted | undefined, now: Counted | undefined): boolean {
  return (
    (before?.unread ?? 0) === (now?.unread ?? 0) &&
    (before?.mentions ?? 0) === (now?.mentions ?? 0) &&
    before?.level === now?.level
  );
}

/** The editor has room for two characters. */
function badge(unread: number): string {
  return unread > 99 ? '9+' : String(unread);
}

function messages(unread: number): string {
  return plural(unread, ['{count} unread message', '{count} unread messages']);
}
