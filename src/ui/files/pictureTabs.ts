import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';

/** Scheme of received pictures in tabs of their own: read-only, and never on disk. */
const PICTURE_SCHEME = 'parley-picture';

/** Shows received pictures in the editor's own viewer, from memory, as long as their tabs are open. */
export class PictureTabs implements vscode.FileSystemProvider, Disposable {
  readonly #owned = new DisposableStore();
  /** By path: the viewer adds a query to the address. */
  readonly #contents = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor() {
    const options = { isCaseSensitive: true, isReadonly: true };
    this.#owned.add(this.#changed);
    this.#owned.add(vscode.workspace.registerFileSystemProvider(PICTURE_SCHEME, this, options));
    this.#owned.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) {
          if (!(input instanceof vscode.TabInputCustom)) continue;
          if (input.uri.scheme === PICTURE_SCHEME) this.#contents.delete(input.uri.path);
        }
      }),
    );
  }

  /**
   * @param place unique to the picture
   * @param name safe as a file name
   * @param type its media type, by its content: the viewer goes by the extension
   */
  async show(place: string, name: string, type: string, content: Uint8Array): Promise<void> {
    const extension = type.replace('image/', '.').replace('jpeg', 'jpg');
    const isNamed = name.toLowerCase().endsWith(extension) || /\.jpe?g$/iu.test(name);
    const path = `/${place}/${isNamed ? name : `${name}${extension}`}`;
    const uri = vscode.Uri.from({ scheme: PICTURE_SCHEME, path });
    this.#contents.set(uri.path, content);
    await vscode.commands.executeCommand('vscode.open', uri);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { byteLength } = this.#contentOf(uri);
    const permissions = vscode.FilePermission.Readonly;
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: byteLength, permissions };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#contentOf(uri);
  }

  watch(): vscode.Disposable {
    // Nothing changes.
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#contents.clear();
    this.#owned.dispose();
  }

  /** The user may have closed it, or the window was reloaded. */
  #contentOf(uri: vscode.Uri): Uint8Array {
    const content = this.#contents.get(uri.path);
    if (!content) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }
}
