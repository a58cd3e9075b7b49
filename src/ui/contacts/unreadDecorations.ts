import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ViewState } from '../state.ts';

const SCHEME = 'parley-contact';

/** What the tree's rows carry so that the editor asks for their decoration. */
export function unreadUri(account: string, contact: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, authority: account, path: `/${contact}` });
}

/** The unread count as a badge at a contact's row. */
export class UnreadDecorations implements vscode.FileDecorationProvider, Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  #shown = new Map<string, number>();

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(state: ViewState) {
    this.#state = state;
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
    this.#owned.add(
      state.onContacts(() => {
        this.#compare();
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

  /** Only rows whose count changed are drawn anew. */
  #compare(): void {
    const now = new Map<string, number>();
    const changed: vscode.Uri[] = [];
    for (const { account, contact } of this.#state.contacts) {
      const key = `${account.id}\n${contact.id}`;
      if (contact.unread > 0) now.set(key, contact.unread);
      const shown = this.#shown.get(key) ?? 0;
      if (shown !== contact.unread) changed.push(unreadUri(account.id, contact.id));
    }
    this.#shown = now;
    if (changed.length > 0) this.#changed.fire(changed);
  }
}
