import * as vscode from 'vscode';
import type { ContactView } from '../../api/views.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ChangedOf, ViewState } from '../state.ts';

const SCHEME = 'parley-contact';

/** The resource URI of a row, by which the editor requests its decoration. */
export function unreadUri(account: string, contact: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, authority: account, path: `/${contact}` });
}

/** Shows the unread count as a badge on a contact's row. */
export class UnreadDecorations implements vscode.FileDecorationProvider, Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  /** The contacts with unread messages, by account. */
  readonly #unread = new Map<string, Set<string>>();

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(state: ViewState) {
    this.#state = state;
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
    this.#owned.add(
      state.onContacts((change) => {
        this.#redraw(change);
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const unread = this.#state.contact(uri.authority, uri.path.slice(1))?.unread ?? 0;
    if (unread === 0) return undefined;
    // The editor has room for two characters.
    const badge = unread > 99 ? '9+' : String(unread);
    const color = new vscode.ThemeColor('list.highlightForeground');
    return new vscode.FileDecoration(
      badge,
      unread === 1 ? '1 unread message' : `${unread} unread messages`,
      color,
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Redraws rows whose count changed; after a snapshot, those that have or had one. */
  #redraw({ account, changed }: ChangedOf<ContactView>): void {
    const unread = this.#unread.get(account) ?? new Set();
    this.#unread.set(account, unread);
    const ids = changed === 'all' ? new Set(unread) : new Set<string>();
    if (changed === 'all') unread.clear();
    const contacts =
      changed === 'all'
        ? this.#state.contactsOf(account).map((now) => ({ id: now.id, before: undefined, now }))
        : changed;
    for (const { id, before, now } of contacts) {
      if ((before?.unread ?? 0) === (now?.unread ?? 0)) continue;
      ids.add(id);
      if (now?.unread) unread.add(id);
      else unread.delete(id);
    }
    if (ids.size > 0) this.#changed.fire([...ids].map((id) => unreadUri(account, id)));
  }
}
