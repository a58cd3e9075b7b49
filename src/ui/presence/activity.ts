import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';

/** Several signs in a second count as one. */
const TOGETHER_MS = 1000;

/** Calls `touch` at each sign of the user in this window, at most once a second. */
export function watchActivity(touch: () => void): Disposable {
  let last = 0;
  const sign = () => {
    const now = performance.now();
    if (now - last < TOGETHER_MS) return;
    last = now;
    touch();
  };
  return vscode.Disposable.from(
    // `active` also covers what is done in chat tabs, trees and menus; it ends by itself, and that
    // end counts as well: until then there were signs that nobody was told of.
    vscode.window.onDidChangeWindowState(sign),
    vscode.window.onDidChangeActiveTextEditor(sign),
    vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
      // Typing moves the cursor, too. Without a kind nobody moved it: an extension did.
      if (kind !== undefined) sign();
    }),
  );
}
