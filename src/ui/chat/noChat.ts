import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { page } from '../pages/page.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import { parsePanelRequest } from './panelRequest.ts';

interface NoChatDeps {
  readonly assets: PageAssets;
  readonly run: (what: string, action: () => Promise<void>) => void;
}

/** The page of the view while it shows no chat: how to get to one. */
export class NoChat implements Disposable {
  readonly #view: vscode.WebviewView;
  readonly #deps: NoChatDeps;
  readonly #owned = new DisposableStore();
  #isSignedIn: boolean;
  #isDisposed = false;

  constructor(view: vscode.WebviewView, isSignedIn: boolean, deps: NoChatDeps) {
    this.#view = view;
    this.#deps = deps;
    this.#isSignedIn = isSignedIn;
    this.#owned.add(
      view.webview.onDidReceiveMessage((message: unknown) => {
        const type = parsePanelRequest(message)?.type;
        if (type === 'goToChat') void vscode.commands.executeCommand('parley.goToChat');
        if (type === 'signIn') void vscode.commands.executeCommand('parley.signIn');
      }),
    );
    this.#draw();
  }

  set isSignedIn(isSignedIn: boolean) {
    if (isSignedIn === this.#isSignedIn) return;
    this.#isSignedIn = isSignedIn;
    this.#draw();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#owned.dispose();
  }

  #draw(): void {
    this.#deps.run('showing the chat view', async () => {
      const { assets } = this.#deps;
      const { webview } = this.#view;
      const inline = await assets.read(webview);
      if (this.#isDisposed) return;
      webview.html = page(
        {
          cspSource: webview.cspSource,
          nonce: randomBytes(18).toString('base64'),
          folderUri: `${webview.asWebviewUri(assets.folder).toString()}/`,
          assets: inline,
          title: t('No chat'),
        },
        { signedin: String(this.#isSignedIn) },
      );
    });
  }
}
