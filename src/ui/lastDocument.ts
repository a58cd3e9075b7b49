import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';

/** Remembers the text document edited last, while another kind of tab has the focus. */
export class LastDocument implements Disposable {
  readonly #subscriptions: Disposable[];
  #document: vscode.TextDocument | undefined;

  constructor() {
    this.#document = vscode.window.activeTextEditor?.document;
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && editor.document.uri.scheme !== 'output') this.#document = editor.document;
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#document = undefined;
      }),
    ];
  }

  get(): vscode.TextDocument | undefined {
    return this.#document;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
