import * as vscode from 'vscode';
import { type Api, RequestError } from '../api/channel.ts';
import type { OfChat } from '../api/requests.ts';
import { safeFileName } from '../base/fileName.ts';
import { imageType } from '../base/imageType.ts';
import { formatBytes } from '../base/formatBytes.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { nameIsTaken, writeNewFile } from '../base/newFile.ts';
import { plain } from './plain.ts';

/** Documents under this scheme are received files: read-only, and never on disk. */
export const RECEIVED_SCHEME = 'parley-received';
/** The editor's own limit for texts that extensions provide, in bytes. */
const MAX_TEXT_BYTES = 50 * 1000 * 1000;
/** What is shown inside a chat tab, in bytes. */
const MAX_PICTURE_BYTES = 10 * 1000 * 1000;

/** A picture to be shown, its type known by its content. */
interface Picture {
  readonly mediaType: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** What can be done with a file that a message announces, once the user asks for it. */
export class ReceivedFiles implements vscode.TextDocumentContentProvider, Disposable {
  readonly #api: Api;
  readonly #lastDocument: () => vscode.TextDocument | undefined;
  readonly #owned = new DisposableStore();
  /** The texts of documents that are open, by URI. */
  readonly #texts = new Map<string, string>();

  /** @param lastDocument what a received file is compared with. */
  constructor(api: Api, lastDocument: () => vscode.TextDocument | undefined) {
    this.#api = api;
    this.#lastDocument = lastDocument;
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(RECEIVED_SCHEME, this));
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'Open this file again from its chat.';
  }

  /** Asks where to, fetches the file, and writes it there. @throws RequestError */
  async save(of: OfChat, message: string): Promise<void> {
    const name = await this.#name(of, message);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: `Save ${name}`,
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    });
    if (!target) return;
    // The dialog has asked whether to replace what is there now; what comes later stays.
    const replace = target.scheme === 'file' && (await nameIsTaken(target.fsPath));
    const content = await this.#fetch(of, message, name);
    try {
      if (target.scheme === 'file') await writeNewFile(target.fsPath, content, { replace });
      else await vscode.workspace.fs.writeFile(target, content);
    } catch (error) {
      throw notSaved(name, error);
    }
    vscode.window.setStatusBarMessage(`$(check) ${name} was saved`, 5000);
  }

  /** Fetches the file and shows it as text, whatever it calls itself. @throws RequestError */
  async open(of: OfChat, message: string): Promise<void> {
    const uri = await this.#provide(of, message);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  /** Shows what differs between the file that was edited last and this one. @throws RequestError */
  async compare(of: OfChat, message: string): Promise<void> {
    const mine = this.#lastDocument();
    if (!mine) {
      throw new RequestError({
        code: 'no-file',
        message: 'No file is open to compare with: open yours in an editor, then try again.',
      });
    }
    const uri = await this.#provide(of, message);
    const name = (path: string) => path.split('/').at(-1) ?? '';
    const title = `${name(mine.uri.path)} ↔ ${name(uri.path)} (received)`;
    await vscode.commands.executeCommand('vscode.diff', mine.uri, uri, title);
  }

  /** Fetches the file, to be shown if it is a picture by its content. @throws RequestError */
  async picture(of: OfChat, message: string): Promise<Picture> {
    const name = await this.#name(of, message);
    const content = await this.#fetch(of, message, name);
    const mediaType = imageType(content);
    if (mediaType === undefined || content.byteLength > MAX_PICTURE_BYTES) {
      throw new RequestError({
        code: 'no-picture',
        message: `${name} (${formatBytes(content.byteLength)}) is no picture, or too large to be shown: save it instead.`,
      });
    }
    return { mediaType, content: new Uint8Array(content) };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Makes a document of the file; its name decides on the language. */
  async #provide(of: OfChat, message: string): Promise<vscode.Uri> {
    const name = await this.#name(of, message);
    const content = await this.#fetch(of, message, name);
    if (content.byteLength > MAX_TEXT_BYTES || content.includes(0)) {
      throw new RequestError({
        code: 'not-text',
        message: `${name} (${formatBytes(content.byteLength)}) cannot be shown as text: save it instead.`,
      });
    }
    const uri = vscode.Uri.from({ scheme: RECEIVED_SCHEME, path: `/${message}/${name}` });
    this.#texts.set(uri.toString(), await vscode.workspace.decode(content));
    return uri;
  }

  /** The announced name, made harmless. */
  async #name(of: OfChat, message: string): Promise<string> {
    const { file } = await this.#api.request('getMessage', { ...of, message });
    return safeFileName(file?.name ?? '');
  }

  async #fetch(of: OfChat, message: string, name: string): Promise<Uint8Array> {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Fetching ${plain(name)}…` },
      async () => (await this.#api.request('fetchFile', { ...of, message })).content,
    );
  }
}

function notSaved(name: string, error: unknown): RequestError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why =
    code === 'EEXIST'
      ? 'something else has taken its name meanwhile; choose another one'
      : `the folder does not take it (${code || 'no reason given'}); choose another one`;
  return new RequestError({ code: 'not-saved', message: `${name} was not saved: ${why}.` });
}
