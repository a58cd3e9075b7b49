import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat, OfFile } from '../../api/requests.ts';
import { savingId } from '../../api/savingId.ts';
import { safeFileName } from '../../base/fileName.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { nameIsTaken } from '../../base/newFile.ts';
import { notSaved } from '../../base/notSaved.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { userError } from '../../base/userError.ts';
import { withoutIcons } from '../plain.ts';
import { downloadFolder } from './downloadFolder.ts';
import { isProgramPath, maySave } from './maySave.ts';
import {
  acceptOffered,
  MAX_WHOLE_BYTES,
  readSaved,
  revealSaved,
  saveOffered,
  saveTitle,
  tooLargeElsewhere,
} from './offeredFile.ts';
import { PictureTabs } from './pictureTabs.ts';
import { saveFile } from './saveFile.ts';
import { requirePicture, requireShowable } from './showable.ts';
import { TransferProgress } from './transferProgress.ts';
import { MAX_UNASKED_BYTES, mayFetchUnasked } from './unaskedPicture.ts';

/** Scheme of documents with received files: read-only, and never on disk. */
export const RECEIVED_SCHEME = 'parley-received';
/** The editor's own limit for text documents provided by extensions, in bytes. */
const MAX_TEXT_BYTES = 50 * 1000 * 1000;

/** Actions on a file announced by a message, on the user's request. */
export class ReceivedFiles implements vscode.TextDocumentContentProvider, Disposable {
  readonly #api: Api;
  readonly #lastDocument: () => vscode.TextDocument | undefined;
  readonly #owned = new DisposableStore();
  readonly #pictures = this.#owned.add(new PictureTabs());
  readonly #unasked = new SerialQueue();
  /** The texts of open documents, by URI. */
  readonly #texts = new Map<string, string>();

  /** @param lastDocument the document to compare a received file with. */
  constructor(api: Api, lastDocument: () => vscode.TextDocument | undefined) {
    this.#api = api;
    this.#lastDocument = lastDocument;
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(RECEIVED_SCHEME, this));
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? t('Open this file again from its chat.');
  }

  /** Asks for the target, warns of programs, and saves the file there. @throws RequestError */
  async save(of: OfFile, message: string): Promise<void> {
    const { name, size, isOffered } = await this.#find(of, message);
    if (isOffered) return saveOffered(this.#api, of, message);
    const target = await vscode.window.showSaveDialog({
      title: saveTitle(name, size),
      defaultUri: vscode.Uri.file(path.join(await downloadFolder(), name)),
    });
    if (!target) return;
    const names = [name, target.path];
    if (!(await maySave(names))) return;
    const mayBeProgram = isProgramPath(names);
    const isSaved =
      target.scheme === 'file'
        ? await this.#saveHere(of, message, name, { path: target.fsPath, mayBeProgram })
        : await this.#saveElsewhere(of, message, name, { target, size, mayBeProgram });
    if (!isSaved) return;
    editor.setStatusBarMessage(
      `$(check) ${t('{name} was saved', { name: withoutIcons(name) })}`,
      5000,
    );
  }

  /** Accepts an offered file into the download folder. @throws RequestError */
  accept(of: OfChat, message: string): Promise<void> {
    return acceptOffered(this.#api, of, message);
  }

  /** Shows a file where it was saved. @throws RequestError */
  reveal({ file, ...of }: OfFile, message: string): Promise<void> {
    return revealSaved(this.#api, of, savingId(message, file));
  }

  /** Fetches the file and shows it as text, whatever its declared type. @throws RequestError */
  async open(of: OfFile, message: string): Promise<void> {
    const uri = await this.#provide(of, message);
    if (!uri) return;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  /** Shows a diff between the file edited last and this one. @throws RequestError */
  async compare(of: OfFile, message: string): Promise<void> {
    const mine = this.#lastDocument();
    if (!mine) {
      throw new RequestError(userError('no-file.to-compare'));
    }
    const uri = await this.#provide(of, message);
    if (!uri) return;
    const name = (of: string) => of.split('/').at(-1) ?? '';
    const title = t('{mine} ↔ {theirs} (received)', {
      mine: name(mine.uri.path),
      theirs: name(uri.path),
    });
    await vscode.commands.executeCommand('vscode.diff', mine.uri, uri, title);
  }

  /**
   * Fetches the file to be shown, if its content is a picture, sound or video that a tab may show.
   * @throws RequestError
   */
  async picture(of: OfFile, message: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { name, content } = await this.#read(of, message);
    if (!content) return undefined;
    requireShowable(name, content);
    return new Uint8Array(content);
  }

  /**
   * The same for a picture of a contact that the user has not asked for: one after the other, and only
   * as `mayFetchUnasked` says. @returns `undefined` if it cannot be had: its card stays as it is
   */
  async unasked(of: OfFile, message: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { file: at = 0, ...chat } = of;
    return this.#unasked
      .run(async () => {
        const found = await this.#api.request('getMessage', { ...chat, message });
        const file = [found.file, ...(found.moreFiles ?? [])][at];
        if (!file || found.outgoing || found.offer || !mayFetchUnasked(file, of)) return undefined;
        const how = { message, most: MAX_UNASKED_BYTES };
        const { content } = await this.#api.request('fetchFile', { ...of, ...how });
        requirePicture(file.name, content);
        return new Uint8Array(content);
      })
      .catch(() => undefined);
  }

  /** Fetches a picture and shows it in a tab of its own, never on disk. @throws RequestError */
  async view(of: OfFile, message: string): Promise<void> {
    const { name, content } = await this.#read(of, message);
    if (!content) return;
    const type = requirePicture(name, content);
    await this.#pictures.show(placeOf(of, message), name, type, content);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Has a file written on this machine, as it comes. @returns whether it was. @throws RequestError */
  async #saveHere(
    of: OfFile,
    message: string,
    name: string,
    { path, mayBeProgram }: { path: string; mayBeProgram: boolean },
  ): Promise<boolean> {
    // The dialog has confirmed replacing an existing file; one created later is not overwritten.
    const replace = await nameIsTaken(path);
    const how = { message, path, replace, mayBeProgram };
    return (await saveFile(this.#api, of, name, how)) !== undefined;
  }

  /** Writes a file through the editor, to a place that is not on this machine: as a whole. @throws RequestError */
  async #saveElsewhere(
    of: OfFile,
    message: string,
    name: string,
    how: { target: vscode.Uri; size: number | undefined; mayBeProgram: boolean },
  ): Promise<boolean> {
    const { target, size = 0, mayBeProgram } = how;
    if (size > MAX_WHOLE_BYTES) throw tooLargeElsewhere(name);
    const content = await this.#fetch(of, message, name);
    if (!content || !(mayBeProgram || (await maySave([name], content)))) return false;
    try {
      await vscode.workspace.fs.writeFile(target, content);
      return true;
    } catch (error) {
      throw new RequestError(notSaved(name, error));
    }
  }

  /** Creates a document of the file; its name determines the language. */
  async #provide(of: OfFile, message: string): Promise<vscode.Uri | undefined> {
    const { name, content } = await this.#read(of, message);
    if (!content) return undefined;
    if (content.byteLength > MAX_TEXT_BYTES || content.includes(0)) {
      const facts = { name, size: { bytes: content.byteLength } };
      throw new RequestError(userError('not-text', facts));
    }
    const path = `/${placeOf(of, message)}/${name}`;
    const uri = vscode.Uri.from({ scheme: RECEIVED_SCHEME, path });
    this.#texts.set(uri.toString(), await vscode.workspace.decode(content));
    return uri;
  }

  /** The announced name, sanitized, the size, and whether the file was offered by itself. */
  async #find(
    { file: at = 0, ...of }: OfFile,
    message: string,
  ): Promise<{ name: string; size: number | undefined; isOffered: boolean }> {
    const found = await this.#api.request('getMessage', { ...of, message });
    const file = [found.file, ...(found.moreFiles ?? [])][at];
    const name = safeFileName(file?.name ?? '');
    return { name, size: file?.size, isOffered: found.offer !== undefined };
  }

  /** The content of a file to be shown: saved already if it was offered, else fetched. */
  async #read(of: OfFile, message: string): Promise<{ name: string; content?: Uint8Array }> {
    const { name, isOffered } = await this.#find(of, message);
    const content = isOffered
      ? await readSaved(this.#api, of, message, MAX_TEXT_BYTES)
      : await this.#fetch(of, message, name);
    return { name, ...(content && { content }) };
  }

  /** Fetches a file; the user can cancel a long download. @returns `undefined` if cancelled */
  async #fetch(of: OfFile, message: string, name: string): Promise<Uint8Array | undefined> {
    const transfer = randomUUID();
    const fetched = this.#api
      .request('fetchFile', { ...of, message, transfer })
      .then(({ content }) => content)
      .catch((error: unknown) => {
        if (error instanceof RequestError && error.code === 'cancelled') return undefined;
        throw error;
      });
    const progress = new TransferProgress(t('Fetching {name}…', { name }), {
      cancel: () => {
        // If it has finished already, there is nothing left to cancel.
        const { file: _, ...chat } = of;
        this.#api.request('cancelTransfer', { ...chat, transfer }).catch(() => undefined);
      },
    });
    return progress.until(fetched);
  }
}

/** A path that is unique to a file. */
function placeOf({ file = 0 }: OfFile, message: string): string {
  return file === 0 ? message : `${message}/${file}`;
}
