import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';

/** Interval in which several signs of activity count as one, in ms. */
const TOGETHER_MS = 1000;

/** Calls `touch` on user activity in this window, at most once a second. */
export function watchActivity(touch: () => void): Disposable {
  let last = 0;
  const sign = () => {
    const now = performance.now();
    if (now - last < TOGETHER_MS) return;
    last = now;
    touch();
  };
  return vscode.Disposable.from(
    // `active` also covers activity in chat tabs, trees and menus; it ends on its own, and the end
    // counts as well: activity until then was not reported.
    vscode.window.onDidChangeWindowState(sign),
    vscode.window.onDidChangeActiveTextEditor(sign),
    vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
      // Typing moves the cursor, too. Without a kind, an extension moved it, not the user.
      if (kind !== undefined) sign();
    }),
  );
}
