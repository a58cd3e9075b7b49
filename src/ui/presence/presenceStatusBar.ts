import * as vscode from 'vscode';
import { editor, plainMarkdown } from '../editor.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { AccountView } from '../../api/views.ts';
import { say } from '../../api/say.ts';
import { showCodicon, showLabel } from './presence.ts';
import type { ViewState } from '../state.ts';
import { showStrangers, STRANGERS } from '../settings.ts';
import { type Waiting, waitingIn } from '../waiting.ts';

/** Own presence and pending items in the status bar; a click opens the presence picker. */
export class PresenceStatusBar implements Disposable {
  readonly #state: ViewState;
  readonly #item: vscode.StatusBarItem;
  readonly #owned = new DisposableStore();

  constructor(state: ViewState) {
    this.#state = state;
    this.#item = editor.createStatusBarItem('parley.presence', vscode.StatusBarAlignment.Right, 50);
    this.#item.name = t('XMPP Presence');
    this.#owned.add(this.#item);
    const draw = () => {
      this.#draw();
    };
    this.#owned.add(state.onAccounts(draw));
    this.#owned.add(state.onRequests(draw));
    this.#owned.add(state.onConversations(draw));
    this.#owned.add(state.onInvitations(draw));
    this.#owned.add(state.onApprovals(draw));
    this.#owned.add(state.onSuggestions(draw));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(STRANGERS)) draw();
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
    const waiting = waitingIn(this.#state, showStrangers());
    const text = account ? accountText(account) : `$(comment-discussion) ${t('sign in')}`;
    const count = waiting.count > 0 ? ` · ${waiting.count}` : '';
    this.#item.text = text + count;
    this.#item.command = account ? 'parley.setPresence' : 'parley.signIn';
    this.#item.tooltip = tooltip(account, waiting);
    this.#item.backgroundColor =
      account?.connection.phase === 'needsUser'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
    this.#item.accessibilityInformation = {
      label: `XMPP: ${account ? accountState(account) : t('not signed in')}${waiting.text === '' ? '' : `, ${waiting.text}`}`,
    };
  }
}

function accountText(account: AccountView): string {
  switch (account.connection.phase) {
    case 'connecting':
      return `$(sync~spin) ${t('connecting')}`;
    case 'waiting':
      return `$(debug-disconnect) ${t('reconnecting')}`;
    case 'needsUser':
      return `$(warning) ${t('not connected')}`;
    case 'offline':
    case 'online':
      return `${showCodicon(account.show)} ${showLabel(account.show)}`;
  }
}

function accountState(account: AccountView): string {
  const { phase, reason } = account.connection;
  if (reason && phase !== 'online') return say(reason);
  switch (phase) {
    case 'online':
      return showLabel(account.show);
    case 'connecting':
      return t('connecting');
    case 'waiting':
      return t({ message: 'waiting', comment: ['for the next try to connect'] });
    case 'needsUser':
      return t('not connected');
    case 'offline':
      return t('offline');
  }
}

function tooltip(account: AccountView | undefined, waiting: Waiting): vscode.MarkdownString {
  if (!account) return plainMarkdown(t('XMPP: click to sign in'));
  const parts = [`XMPP: ${account.jid}`, accountState(account), account.status, waiting.text];
  return plainMarkdown(parts.filter((part) => part !== '').join('\n\n'));
}
