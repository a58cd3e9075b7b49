import * as vscode from 'vscode';
import type { ProfileState } from '../../api/profilePanel.ts';
import type { OfAccount } from '../../api/requests.ts';
import type { ProfileFields } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { editor } from '../editor.ts';
import { ProfilePanel, type ProfilePanelDeps } from './profilePanel.ts';

const VIEW_TYPE = 'parley.profile';

/** The tabs of the user's profiles: one per account, restored after a reload of the window. */
export class ProfilePanels implements vscode.WebviewPanelSerializer<ProfileState>, Disposable {
  readonly #deps: ProfilePanelDeps;
  readonly #panels = new Map<string, ProfilePanel>();
  /** What was typed in tabs that were closed, and not saved: the next tab has it again. */
  readonly #unsaved = new Map<string, Partial<ProfileFields>>();
  readonly #owned = new DisposableStore();

  constructor(deps: ProfilePanelDeps) {
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
  }

  /** Opens the profile of an account or brings it to the front. */
  open(of: OfAccount): ProfilePanel {
    const open = this.#panels.get(of.account);
    if (open) {
      open.reveal();
      return open;
    }
    // A picture that was chosen is kept while the tab is hidden.
    const options = { ...this.#deps.assets.options, retainContextWhenHidden: true };
    const place = { viewColumn: vscode.ViewColumn.Active };
    const title = t('Profile: {address}', { address: shownAddress(of.account) });
    return this.#adopt(of, editor.createWebviewPanel(VIEW_TYPE, title, place, options));
  }

  /** Closes the profile of an account that is no longer there. */
  closeOf(account: string): void {
    this.#panels.get(account)?.dispose();
    this.#unsaved.delete(account);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: ProfileState): Promise<void> {
    const account: unknown = state?.account;
    if (typeof account === 'string' && !this.#panels.has(account)) this.#adopt({ account }, panel);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #adopt(of: OfAccount, panel: vscode.WebviewPanel): ProfilePanel {
    const profile = new ProfilePanel(of, panel, this.#deps, this.#unsaved.get(of.account));
    this.#panels.set(of.account, profile);
    profile.onDidDispose(() => {
      this.#panels.delete(of.account);
      this.#unsaved.set(of.account, profile.unsaved);
      profile.dispose();
    });
    return profile;
  }
}
