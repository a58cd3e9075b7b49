import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import { RECEIVED_SCHEME } from './receivedFile.ts';

/** Schemes of read-only documents: never sent or compared with. */
const NOT_EDITED = ['output', RECEIVED_SCHEME];

/** Remembers the text document edited last, while another kind of tab has the focus. */
export class LastDocument implements Disposable {
  readonly #subscriptions: Disposable[];
  #document: vscode.TextDocument | undefined;

  constructor() {
    this.#document = vscode.window.activeTextEditor?.document;
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && !NOT_EDITED.includes(editor.document.uri.scheme)) {
          this.#document = editor.document;
        }
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
