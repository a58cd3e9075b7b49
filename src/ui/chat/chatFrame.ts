import * as vscode from 'vscode';
import type { ChatPlace } from '../../api/panel.ts';

/** What a chat is shown in: a webview, in an editor tab or in the view. */
export interface ChatFrame {
  readonly place: ChatPlace;
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  /** Brings it to the front, with the focus. */
  reveal(): void;
  /** @param title text of others is made visible already */
  setTitle(title: string): void;
}

/** An editor tab, with the icon of a chat. */
export function tabFrame(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): ChatFrame {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `chat-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  return {
    place: 'tab',
    webview: panel.webview,
    get visible() {
      return panel.visible;
    },
    onDidChangeVisibility: panel.onDidChangeViewState,
    reveal: () => {
      panel.reveal();
    },
    setTitle: (title) => {
      panel.title = title;
    },
  };
}

/** The view; beside its own name it has the chat's, for when it is collapsed among others. */
export function viewFrame(view: vscode.WebviewView): ChatFrame {
  return {
    place: 'view',
    webview: view.webview,
    get visible() {
      return view.visible;
    },
    onDidChangeVisibility: view.onDidChangeVisibility,
    reveal: () => {
      view.show();
    },
    setTitle: (title) => {
      view.description = title;
    },
  };
}
