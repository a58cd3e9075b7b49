import * as vscode from 'vscode';
import type { DetailsState, UnsavedNote } from '../../api/detailsPanel.ts';
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
  /** What was typed in tabs that were closed, and could not be stored: the next tab has it again. */
  readonly #unsaved = new Map<string, { readonly of: OfChat; readonly note: UnsavedNote }>();
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
    for (const [key, panel] of [...this.#panels]) {
      if (panel.of.account !== account) continue;
      // Its notes are not there any more.
      this.#panels.delete(key);
      panel.dispose();
    }
    for (const [key, { of }] of this.#unsaved)
      if (of.account === account) this.#unsaved.delete(key);
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
    const panels = [...this.#panels.values()];
    // The window closes: the editor keeps what was typed.
    this.#panels.clear();
    for (const panel of panels) panel.dispose();
  }

  #adopt(of: OfChat, panel: vscode.WebviewPanel): void {
    const key = chatKey(of);
    const details = new DetailsPanel(of, panel, this.#deps, this.#unsaved.get(key)?.note);
    this.#unsaved.delete(key);
    this.#panels.set(key, details);
    details.onDidDispose(() => {
      const isClosedByUser = this.#panels.delete(key);
      details.dispose();
      const { unsavedNote } = details;
      if (isClosedByUser && unsavedNote) {
        this.#deps.run('saving a note', () => this.#saveNote(of, unsavedNote));
      }
    });
  }

  /** Saves what was typed just before its tab was closed; the user chooses if it has changed. */
  async #saveNote(of: OfChat, note: UnsavedNote): Promise<void> {
    const key = chatKey(of);
    const unsaved = { of, note };
    this.#unsaved.set(key, unsaved);
    const other = await this.#deps.api.request('setNote', { ...of, ...note });
    if (other !== null) this.open(of);
    else if (this.#unsaved.get(key) === unsaved) this.#unsaved.delete(key);
  }
}
