import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { ViewState } from './state.ts';

/** Updates the context keys that welcome views and menus depend on. */
export function keepContextKeys(state: ViewState): Disposable {
  const current = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (current.get(key) === value) return;
    current.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    set('parley.signedIn', state.accounts.length > 0);
    set(
      'parley.canReport',
      state.accounts.some(({ blocking }) => blocking === 'report'),
    );
  };
  update();
  const updateTransfers = () => {
    set('parley.hasTransfers', state.transfers.length > 0);
  };
  updateTransfers();
  const owned = new DisposableStore();
  owned.add(state.onAccounts(update));
  owned.add(state.onTransfers(updateTransfers));
  return owned;
}
