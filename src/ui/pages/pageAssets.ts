import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { say, type Sentences, spokenSentences } from '../../api/say.ts';
import { userError } from '../../base/userError.ts';
import { failedPage } from './failedPage.ts';
import { pageSentences } from './pageSentences.ts';

/** The code, styles and texts of a page: part of it, so that it needs no further requests. */
export interface InlineAssets {
  readonly script: string;
  readonly style: string;
  /** In the language of its window: of translations only those that it has a use for. */
  readonly sentences: Sentences;
}

/** The files that the build makes for a page. */
export class PageAssets {
  readonly folder: vscode.Uri;
  /** Pages may load nothing from elsewhere. */
  readonly options: vscode.WebviewOptions;
  readonly #name: string;
  #reading: Promise<InlineAssets> | undefined;

  /** @param name of the script and the style sheet */
  constructor(extensionUri: vscode.Uri, name: 'chat' | 'details' | 'directory' | 'profile') {
    this.#name = name;
    this.folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.options = { enableScripts: true, localResourceRoots: [this.folder] };
  }

  /**
   * Reads what is part of each page, once.
   * @param webview shows what failed, until the next try
   * @throws RequestError `page-not-read` if a file cannot be read
   */
  async read(webview: vscode.Webview): Promise<InlineAssets> {
    try {
      return await (this.#reading ??= this.#read());
    } catch (cause) {
      this.#reading = undefined;
      const error = userError('page-not-read');
      webview.html = failedPage(say(error), spokenSentences().language);
      throw new RequestError(error, { cause });
    }
  }

  async #read(): Promise<InlineAssets> {
    const decoder = new TextDecoder();
    const read = async (name: string) =>
      decoder.decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, name)));
    const [script, codicons, style, texts] = await Promise.all([
      read(`${this.#name}.js`),
      read('codicon.css'),
      read(`${this.#name}.css`),
      read(`${this.#name}.texts.json`),
    ]);
    const sentences = pageSentences(JSON.parse(texts) as readonly string[], spokenSentences());
    return { script, style: `${codicons}\n${style}`, sentences };
  }
}
