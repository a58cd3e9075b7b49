import * as vscode from 'vscode';

/** The code and styles of a chat tab: part of its page, which then needs no further requests. */
export interface InlineAssets {
  readonly script: string;
  readonly style: string;
}

/** The files of the built webview. */
export class ChatAssets {
  readonly folder: vscode.Uri;
  /** Pages may load nothing from elsewhere. */
  readonly options: vscode.WebviewOptions;
  #reading: Promise<InlineAssets> | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.options = { enableScripts: true, localResourceRoots: [this.folder] };
  }

  /** Reads what is part of each page, once. @throws Error if a file cannot be read */
  read(): Promise<InlineAssets> {
    this.#reading ??= this.#read().catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  async #read(): Promise<InlineAssets> {
    const decoder = new TextDecoder();
    const read = async (name: string) =>
      decoder.decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, name)));
    const [script, codicons, style] = await Promise.all([
      read('chat.js'),
      read('codicon.css'),
      read('chat.css'),
    ]);
    return { script, style: `${codicons}\n${style}` };
  }
}
