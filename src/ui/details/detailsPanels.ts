import * as vscode from 'vscode';
import type { DetailsState } from '../../api/detailsPanel.ts';
import type { OfChat } from '../../api/requests.ts';
import { makeVisible } from '../../api/visible.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';
import { editor } from '../editor.ts';
import { DetailsPanel, type DetailsPanelDeps } from './detailsPanel.ts';

const VIEW_TYPE = 'parley.details';

/** The tabs of details: one for each person, restored after a reload of the window. */
export class DetailsPanels implements vscode.WebviewPanelSerializer<DetailsState>, Disposable {
  readonly #deps: DetailsPanelDeps;
  readonly #panels = new Map<string, DetailsPanel>();
  readonly #owned = new DisposableStore();

  constructor(deps: DetailsPanelDeps) {
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
  }

  /** Opens the details of somebody or brings them to the front. */
  open(of: OfChat): void {
    const open = this.#panels.get(chatKey(of));
    if (open) {
      open.reveal();
      return;
    }
    const { state, assets } = this.#deps;
    const name = state.contact(of.account, of.chat)?.name ?? shownAddress(of.chat);
    const place = { viewColumn: vscode.ViewColumn.Active };
    const title = t('Details: {name}', { name: makeVisible(name) });
    this.#adopt(of, editor.createWebviewPanel(VIEW_TYPE, title, place, assets.options));
  }

  /** Closes the details of all contacts of an account. */
  closeAllOf(account: string): void {
    for (const panel of [...this.#panels.values()]) {
      if (panel.of.account === account) panel.dispose();
    }
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: DetailsState): Promise<void> {
    const { account, chat } = (state ?? {}) as Partial<Record<keyof OfChat, unknown>>;
    const isOne = typeof account === 'string' && typeof chat === 'string';
    if (isOne && !this.#panels.has(chatKey({ account, chat }))) {
      this.#adopt({ account, chat }, panel);
    } else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #adopt(of: OfChat, panel: vscode.WebviewPanel): void {
    const details = new DetailsPanel(of, panel, this.#deps);
    this.#panels.set(chatKey(of), details);
    details.onDidDispose(() => {
      this.#panels.delete(chatKey(of));
      details.dispose();
    });
  }
}
