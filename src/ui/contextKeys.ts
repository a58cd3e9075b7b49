import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';
import type { ViewState } from './state.ts';

/** Keeps the context key `parley.signedIn`, which welcome views and menus depend on. */
export function keepContextKeys(state: ViewState): Disposable {
  const update = () => {
    void vscode.commands.executeCommand('setContext', 'parley.signedIn', state.accounts.length > 0);
  };
  update();
  return state.onAccounts(update);
}
