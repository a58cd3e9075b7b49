import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { AccountView } from '../api/views.ts';
import { showCodicon, showLabel } from './presence.ts';
import type { ViewState } from './state.ts';

/** Own presence and unread messages in the status bar; a click opens the presence picker. */
export class PresenceStatusBar implements Disposable {
  readonly #state: ViewState;
  readonly #item: vscode.StatusBarItem;
  readonly #owned = new DisposableStore();

  constructor(state: ViewState) {
    this.#state = state;
    this.#item = vscode.window.createStatusBarItem(
      'parley.presence',
      vscode.StatusBarAlignment.Right,
      50,
    );
    this.#item.name = 'XMPP Presence';
    this.#owned.add(this.#item);
    this.#owned.add(
      state.onAccounts(() => {
        this.#draw();
      }),
    );
    this.#draw();
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const [account] = this.#state.accounts;
    const unread = this.#state.accounts.reduce((sum, each) => sum + each.unread, 0);
    const text = account ? accountText(account) : '$(comment-discussion) sign in';
    const count = unread > 0 ? ` · ${unread}` : '';
    this.#item.text = text + count;
    this.#item.command = account ? 'parley.setPresence' : 'parley.signIn';
    this.#item.tooltip = tooltip(account);
    this.#item.backgroundColor =
      account?.connection.phase === 'needsUser'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
    this.#item.accessibilityInformation = {
      label: `XMPP: ${account ? accountState(account) : 'not signed in'}${unread > 0 ? `, ${unread} unread` : ''}`,
    };
  }
}

function accountText(account: AccountView): string {
  switch (account.connection.phase) {
    case 'connecting':
      return '$(sync~spin) connecting';
    case 'waiting':
      return '$(debug-disconnect) reconnecting';
    case 'needsUser':
      return '$(warning) not connected';
    case 'signedOut':
    case 'online':
      return `${showCodicon(account.show)} ${showLabel(account.show)}`;
  }
}

function accountState(account: AccountView): string {
  return account.connection.phase === 'online'
    ? showLabel(account.show)
    : (account.connection.reason ?? account.connection.phase);
}

function tooltip(account: AccountView | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (!account) return text.appendText('XMPP: click to sign in');
  text.appendText(`XMPP: ${account.jid}\n\n${accountState(account)}`);
  if (account.status !== '') text.appendText(`\n\n${account.status}`);
  return text;
}
