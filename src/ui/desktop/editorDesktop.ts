import path from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { isRecord } from '../../base/isRecord.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { desktopNotifications } from '../settings.ts';
import type { DesktopNotifications } from './desktopNotifications.ts';
import { raisingCall } from './raiseWindow.ts';
import { runProgram } from './runProgram.ts';
import { actionInUri, SingleUse } from './singleUse.ts';

/** The desktop that the editor is used on, as far as it can be reached from here. */
export class EditorDesktop implements Disposable {
  readonly #extension: vscode.Extension<unknown>;
  readonly #userData: string;
  readonly #clock: Clock;
  readonly #clicks: SingleUse;
  #product: Promise<Readonly<Record<string, unknown>>> | undefined;
  #notifications: Promise<DesktopNotifications> | undefined;

  constructor(
    {
      extension,
      globalStorageUri,
    }: Pick<vscode.ExtensionContext, 'extension' | 'globalStorageUri'>,
    clock: Clock,
  ) {
    this.#extension = extension;
    // It is …/User/globalStorage/<extension>.
    this.#userData = path.resolve(globalStorageUri.fsPath, '../../..');
    this.#clock = clock;
    this.#clicks = new SingleUse(clock);
  }

  /** Its notifications, loaded when they are needed first; `undefined` if none are to be shown. */
  get notifications(): Promise<DesktopNotifications> | undefined {
    const chosen = desktopNotifications();
    if (chosen === 'off' || (chosen === 'auto' && !this.#isHere)) return undefined;
    return (this.#notifications ??= this.#load());
  }

  /**
   * Brings this window to the front, where a program can do that.
   * @param token that Wayland demands
   */
  async raise(token?: string): Promise<void> {
    // On Windows the URI of a click does so; on macOS clicks are not reported.
    if (!this.#isHere || process.platform !== 'linux') return;
    const { applicationName } = await this.#readProduct();
    if (typeof applicationName !== 'string') return;
    const editor = { appRoot: vscode.env.appRoot, command: applicationName };
    const window = { ...editor, userData: this.#userData, ...shownHere() };
    await runProgram(raisingCall(window, process.env, token));
  }

  /** Runs the action of a click that came as a URI. */
  handleUri(uri: vscode.Uri): void {
    const id = actionInUri(uri);
    if (id !== undefined) this.#clicks.run(id);
  }

  dispose(): void {
    void this.#notifications?.then((notifications) => {
      notifications.dispose();
    });
  }

  /** Whether this runs on the user's machine, rather than where a remote window or a browser leads. */
  get #isHere(): boolean {
    const isUi = this.#extension.extensionKind === vscode.ExtensionKind.UI;
    return vscode.env.uiKind === vscode.UIKind.Desktop && (!vscode.env.remoteName || isUi);
  }

  async #load(): Promise<DesktopNotifications> {
    const [{ platformNotifications }, product] = await Promise.all([
      import('./platformNotifications.ts'),
      this.#readProduct(),
    ]);
    const text = (key: string, otherwise: string) => {
      const value = product[key];
      return typeof value === 'string' ? value : otherwise;
    };
    return platformNotifications({
      clock: this.#clock,
      editor: {
        desktopEntry: text('applicationName', 'code'),
        icon: text('linuxIconName', 'code'),
        windowsAppId: text('win32AppUserModelId', 'Microsoft.VisualStudioCode'),
      },
      uriFor: async (action) => {
        const address = `${vscode.env.uriScheme}://${this.#extension.id}/notification`;
        const uri = vscode.Uri.parse(`${address}?id=${this.#clicks.keep(action)}`);
        // It adds which window it is for.
        return (await vscode.env.asExternalUri(uri)).toString(true);
      },
    });
  }

  /** What the editor says of itself; empty if that cannot be read. */
  #readProduct(): Promise<Readonly<Record<string, unknown>>> {
    return (this.#product ??= readProduct().catch(() => ({})));
  }
}

/** What this window shows, as far as it can be named on a command line. */
function shownHere(): Pick<Parameters<typeof raisingCall>[0], 'workspace'> {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (workspaceFile) {
    const isSaved = workspaceFile.scheme !== 'untitled';
    return isSaved ? { workspace: { kind: 'file', uri: workspaceFile.toString() } } : {};
  }
  const [folder] = workspaceFolders;
  return folder ? { workspace: { kind: 'folder', uri: folder.uri.toString() } } : {};
}

/** @throws Error if the editor's description of itself cannot be read */
async function readProduct(): Promise<Readonly<Record<string, unknown>>> {
  const file = vscode.Uri.file(path.join(vscode.env.appRoot, 'product.json'));
  const product: unknown = JSON.parse(
    Buffer.from(await vscode.workspace.fs.readFile(file)).toString(),
  );
  return isRecord(product) ? product : {};
}
