import * as vscode from 'vscode';
import type { Api, HostMessage } from '../../api/channel.ts';
import type { DirectoryCommand, UserCommand } from '../../api/directoryPanel.ts';
import type { OfAccount } from '../../api/requests.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { currentFile } from '../files/currentFile.ts';
import { sendAsked } from '../files/sendAsked.ts';
import { loadAccountPage } from '../pages/accountPage.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import type { TabChannel } from '../pages/tabChannel.ts';
import { parseDirectoryRequest } from './directoryRequest.ts';

/** The editor's commands on a user, by id. What changes something asks the user. */
const COMMANDS: Readonly<Record<Exclude<UserCommand, 'sendCurrentFile'>, string>> = {
  openChat: 'parley.openChat',
  contactDetails: 'parley.contactDetails',
  addContact: 'parley.addContact',
  inviteToRoom: 'parley.inviteToRoom',
  copyJid: 'parley.copyJid',
};

/** Dependencies of the tab of a user search. */
export interface DirectoryPanelDeps {
  readonly api: Api;
  readonly extensionUri: vscode.Uri;
  readonly assets: PageAssets;
  /** Serves the API contract to the tab, as far as it searches for users of its account. */
  readonly connect: (of: OfAccount, post: (message: HostMessage) => void) => TabChannel;
  /** The text document edited last, also while the tab has the focus. */
  readonly lastDocument: () => vscode.TextDocument | undefined;
  /** Runs an action of the user, and shows its failure. */
  readonly run: (what: string, action: () => Promise<void>) => void;
}

/** The tab of a user search: a webview, its channel to the host, and its requests to the editor. */
export class DirectoryPanel implements Disposable {
  readonly of: OfAccount;
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: DirectoryPanelDeps;
  readonly #owned = new DisposableStore();
  #channel: TabChannel | undefined;
  #isOnline = false;

  constructor(of: OfAccount, panel: vscode.WebviewPanel, deps: DirectoryPanelDeps) {
    this.of = of;
    this.#panel = panel;
    this.#deps = deps;
    const icon = (theme: string) =>
      vscode.Uri.joinPath(deps.extensionUri, 'media', `directory-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#owned.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
    );
    deps.run('showing the user search', () => loadAccountPage(panel, deps.assets, of));
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Brings the tab to the front, with the focus in its form. */
  reveal(): void {
    this.#panel.reveal();
    this.#tell({ type: 'focusForm' });
  }

  /** Whether the account is online. */
  set online(isOnline: boolean) {
    if (isOnline && !this.#isOnline) this.#tell({ type: 'online' });
    this.#isOnline = isOnline;
  }

  dispose(): void {
    this.#channel?.dispose();
    this.#owned.dispose();
    this.#panel.dispose();
  }

  /** Handles all messages from the tab: the contract's, and requests to the panel itself. */
  #receive(message: unknown): void {
    const request = parseDirectoryRequest(message);
    switch (request?.type) {
      case undefined:
        this.#channel?.receive(message);
        break;
      case 'loaded':
        this.#connect();
        break;
      case 'userCommand':
        this.#act(request.command, request.user);
        break;
    }
  }

  #tell(command: DirectoryCommand): void {
    void this.#panel.webview.postMessage(command);
  }

  /** A reloaded page gets a new channel: its counters start again. */
  #connect(): void {
    this.#channel?.dispose();
    this.#channel = this.#deps.connect(this.of, (answer) => {
      void this.#panel.webview.postMessage(answer);
    });
  }

  #act(command: UserCommand, chat: string): void {
    const { api, lastDocument, run } = this.#deps;
    const of = { ...this.of, chat };
    if (command === 'sendCurrentFile') {
      run('sending a file', () =>
        sendAsked(api, of, shownAddress(chat), [currentFile(lastDocument())]),
      );
    } else void vscode.commands.executeCommand(COMMANDS[command], of);
  }
}
