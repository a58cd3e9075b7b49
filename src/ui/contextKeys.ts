import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';
import type { ViewState } from './state.ts';

/** Updates the context key `parley.signedIn`, which welcome views and menus depend on. */
export function keepContextKeys(state: ViewState): Disposable {
  let told: boolean | undefined;
  const update = () => {
    const isSignedIn = state.accounts.length > 0;
    if (isSignedIn === told) return;
    told = isSignedIn;
    void vscode.commands.executeCommand('setContext', 'parley.signedIn', isSignedIn);
  };
  update();
  return state.onAccounts(update);
}
