import * as vscode from 'vscode';
import type { DirectoryState } from '../../api/directoryPanel.ts';
import type { OfAccount } from '../../api/requests.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { editor } from '../editor.ts';
import type { ViewState } from '../state.ts';
import { DirectoryPanel, type DirectoryPanelDeps } from './directoryPanel.ts';

const VIEW_TYPE = 'parley.directory';

/** Dependencies of the tabs; the code that serves them is loaded after activation. */
export interface DirectoryPanelsDeps extends Omit<DirectoryPanelDeps, 'connect'> {
  readonly connect: Promise<DirectoryPanelDeps['connect']>;
}

/** The tabs of user searches: one per account, restored after a reload of the window. */
export class DirectoryPanels implements vscode.WebviewPanelSerializer<DirectoryState>, Disposable {
  readonly #state: ViewState;
  readonly #deps: DirectoryPanelsDeps;
  readonly #panels = new Map<string, DirectoryPanel>();
  readonly #owned = new DisposableStore();

  constructor(state: ViewState, deps: DirectoryPanelsDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
    this.#owned.add(
      state.onAccounts(() => {
        for (const panel of this.#panels.values()) this.#tellOnline(panel);
      }),
    );
  }

  /** Opens the user search of an account or brings it to the front. */
  async open(of: OfAccount): Promise<void> {
    const connect = await this.#deps.connect;
    const open = this.#panels.get(of.account);
    if (open) {
      open.reveal();
      return;
    }
    // Thousands of users that were found are not looked for again each time the tab is shown.
    const options = { ...this.#deps.assets.options, retainContextWhenHidden: true };
    const place = { viewColumn: vscode.ViewColumn.Active };
    const panel = editor.createWebviewPanel(VIEW_TYPE, titleOf(of), place, options);
    this.#adopt(of, panel, connect);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: DirectoryState): Promise<void> {
    const connect = await this.#deps.connect;
    const account: unknown = state?.account;
    if (typeof account === 'string' && !this.#panels.has(account)) {
      this.#adopt({ account }, panel, connect);
    } else panel.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #adopt(of: OfAccount, panel: vscode.WebviewPanel, connect: DirectoryPanelDeps['connect']): void {
    const directory = new DirectoryPanel(of, panel, { ...this.#deps, connect });
    this.#tellOnline(directory);
    this.#panels.set(of.account, directory);
    directory.onDidDispose(() => {
      this.#panels.delete(of.account);
      directory.dispose();
    });
  }

  #tellOnline(panel: DirectoryPanel): void {
    panel.online = this.#state.account(panel.of.account)?.connection.phase === 'online';
  }
}

function titleOf({ account }: OfAccount): string {
  return t('Users: {address}', { address: shownAddress(account) });
}
