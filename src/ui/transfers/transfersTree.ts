import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { editor, plainMarkdown } from '../editor.ts';
import type { ViewState } from '../state.ts';
import { TreeRedraws, WHOLE } from '../treeRedraws.ts';
import type { TransferNode } from './transferNode.ts';
import { partnerWords, stateWords } from './transferText.ts';

/** Minimum time between redraws, in ms. */
const REDRAW_MS = 250;

/** The `Transfers` tree: the files on their way, and those that have ended since the start. */
export class TransfersTree implements vscode.TreeDataProvider<TransferNode>, Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #redraws = this.#owned.add(new TreeRedraws<TransferNode>(undefined, { ms: REDRAW_MS }));

  readonly onDidChangeTreeData = this.#redraws.onDidChange;

  constructor(state: ViewState) {
    this.#state = state;
    const view = editor.createTreeView<TransferNode>('parley.transfers', {
      treeDataProvider: this,
    });
    this.#owned.add(view);
    this.#redraws.watch(view);
    this.#owned.add(
      state.onTransfers(() => {
        this.#redraws.add(WHOLE);
      }),
    );
  }

  getChildren(node?: TransferNode): TransferNode[] {
    if (node) return [];
    this.#redraws.requested();
    return this.#state.transfers.map((owned) => ({ kind: 'transfer', ...owned }));
  }

  getTreeItem({ account, transfer }: TransferNode): vscode.TreeItem {
    const { chat, direction, id, name, state } = transfer;
    const [partner, words] = [partnerWords(transfer), stateWords(transfer)];
    const item = new vscode.TreeItem(makeVisible(name));
    item.id = JSON.stringify([account.id, id]);
    item.description = makeVisible(`${partner} · ${words}`);
    item.tooltip = plainMarkdown([name, partner, words].join('\n\n'));
    item.iconPath = new vscode.ThemeIcon(iconOf(direction, state));
    item.contextValue = `transfer ${direction} ${state}`;
    item.command = {
      command: 'parley.openChat',
      title: t('Open Chat'),
      arguments: [{ account: account.id, chat }],
    };
    item.accessibilityInformation = { label: makeVisible([name, partner, words].join(', ')) };
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function iconOf(direction: 'in' | 'out', state: TransferNode['transfer']['state']): string {
  switch (state) {
    case 'offered':
    case 'running':
      return direction === 'in' ? 'arrow-down' : 'arrow-up';
    case 'done':
      return 'check';
    case 'failed':
    case 'lost':
      return 'error';
    case 'declined':
    case 'cancelled':
    case 'withdrawn':
      return 'circle-slash';
  }
}
