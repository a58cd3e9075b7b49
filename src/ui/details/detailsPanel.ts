import * as vscode from 'vscode';
import { type Api, shownError } from '../../api/channel.ts';
import type {
  DetailsCommand,
  DetailsMessage,
  DetailsRequest,
  UnsavedNote,
} from '../../api/detailsPanel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { CommonRoomView } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { openLink } from '../chat/links.ts';
import { currentFile } from '../files/currentFile.ts';
import type { ReceivedFiles } from '../files/receivedFile.ts';
import { sendAsked } from '../files/sendAsked.ts';
import { loadAccountPage } from '../pages/accountPage.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import type { ViewState } from '../state.ts';
import { watchAll, type Watched } from '../watched.ts';
import { parseDetailsRequest } from './detailsRequest.ts';
import { knownDetails } from './knownDetails.ts';

const OPEN_CHAT = 'parley.openChat';
/** The editor's commands on somebody, by id. What changes something asks the user. */
const COMMANDS: Readonly<Record<Exclude<DetailsCommand, 'sendCurrentFile'>, string>> = {
  openChat: OPEN_CHAT,
  addContact: 'parley.addContact',
  renameContact: 'parley.renameContact',
  moveContact: 'parley.moveContact',
  resendRequest: 'parley.resendRequest',
  muteChat: 'parley.muteChat',
  unmuteChat: 'parley.unmuteChat',
  blockContact: 'parley.blockContact',
  unblockContact: 'parley.unblockContact',
  removeContact: 'parley.removeContact',
};

/** Maximum number of files shown: the last ones. */
const MAX_FILES = 50;

/** Dependencies of the tab of somebody's details. */
export interface DetailsPanelDeps {
  readonly api: Api;
  readonly state: ViewState;
  readonly extensionUri: vscode.Uri;
  readonly assets: PageAssets;
  /** The text document edited last, also while the tab has the focus. */
  readonly lastDocument: () => vscode.TextDocument | undefined;
  /** Saves, opens and compares received files. */
  readonly received: ReceivedFiles;
  /** Opens the chat at a message, by its id. */
  readonly openChat: (of: OfChat, message: string) => void;
  /** Runs an action of the user, and shows its failure. */
  readonly run: (what: string, action: () => Promise<void>) => void;
}

/**
 * The tab of somebody's details. Its panel tells it what is known and answered, and does what it asks
 * for, for this one address only: the page has no part in the contract.
 */
export class DetailsPanel implements Disposable {
  readonly of: OfChat;
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: DetailsPanelDeps;
  readonly #owned = new DisposableStore();
  readonly #rooms: Watched<CommonRoomView>;
  #asking: Disposable | undefined;
  /** Whom the last answers are of: the account while online, and the devices. */
  #asked = '';
  #avatar: string | undefined;
  /** The last message when the files were read. */
  #filesOf: string | undefined;
  #isLoaded = false;
  #unsavedNote: UnsavedNote | undefined;

  /** @param unsavedNote what was typed in an earlier tab, and could not be stored */
  constructor(
    of: OfChat,
    panel: vscode.WebviewPanel,
    deps: DetailsPanelDeps,
    unsavedNote?: UnsavedNote,
  ) {
    this.of = of;
    this.#unsavedNote = unsavedNote;
    this.#panel = panel;
    this.#deps = deps;
    const icon = (theme: string) =>
      vscode.Uri.joinPath(deps.extensionUri, 'media', `details-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#owned.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const request = parseDetailsRequest(message);
        if (request) this.#serve(request);
      }),
    );
    this.#rooms = this.#owned.add(watchAll(deps.api, 'commonRooms', of));
    this.#followState();
    deps.run('showing details', () => loadAccountPage(panel, deps.assets, of));
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** What was typed of the note and is not stored. */
  get unsavedNote(): UnsavedNote | undefined {
    return this.#unsavedNote;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#isLoaded = false;
    this.#asking?.dispose();
    this.#owned.dispose();
    this.#panel.dispose();
  }

  #followState(): void {
    const { state } = this.#deps;
    for (const onChanged of [state.onContacts, state.onConversations]) {
      this.#owned.add(
        onChanged(({ account, changed }) => {
          const isThis = changed === 'all' || changed.some(({ id }) => id === this.of.chat);
          if (account === this.of.account && isThis) this.#show();
        }),
      );
    }
    this.#owned.add(
      state.onAccounts(() => {
        this.#show();
      }),
    );
    this.#owned.add(
      this.#rooms.onDidChange(() => {
        this.#showRooms();
      }),
    );
  }

  #serve(request: DetailsRequest): void {
    const { api, openChat, received, run } = this.#deps;
    switch (request.type) {
      case 'loaded':
        // A reloaded page knows nothing.
        this.#isLoaded = true;
        this.#asked = '';
        this.#avatar = undefined;
        this.#filesOf = undefined;
        this.#show();
        this.#showRooms();
        if (this.#unsavedNote) this.#tell({ type: 'noteKept', note: this.#unsavedNote });
        void this.#readNote();
        break;
      case 'refresh':
        this.#ask();
        break;
      case 'readNote':
        void this.#readNote();
        break;
      case 'saveNote':
        void this.#saveNote(request.text, request.before);
        break;
      case 'keepNote':
        this.#unsavedNote = request.note ?? undefined;
        break;
      case 'openLink':
        run('opening a link', () => openLink(request.url));
        break;
      case 'copyAddress':
        run('copying an address', async () => {
          await vscode.env.clipboard.writeText(this.of.chat);
        });
        break;
      case 'file': {
        const { action, message, file } = request;
        const of = { ...this.of, ...(file !== undefined && { file }) };
        run('a command on a file', () => received[action](of, message));
        break;
      }
      case 'showMessage':
        openChat(this.of, request.message);
        break;
      case 'openRoom': {
        const { account } = this.of;
        const room = this.#rooms.get(request.room);
        if (room) void vscode.commands.executeCommand(OPEN_CHAT, { account, chat: room.id });
        break;
      }
      case 'command':
        if (request.command === 'sendCurrentFile') {
          run('sending a file', () =>
            sendAsked(api, this.of, this.#name, [currentFile(this.#deps.lastDocument())]),
          );
        } else void vscode.commands.executeCommand(COMMANDS[request.command], this.of);
        break;
    }
  }

  get #name(): string {
    return knownDetails(this.#deps.state, this.of).contact.name;
  }

  /** Tells what is known, and asks for what follows from a change of it. */
  #show(): void {
    if (!this.#isLoaded) return;
    const known = knownDetails(this.#deps.state, this.of);
    const { avatar, name, resources } = known.contact;
    this.#panel.title = t('Details: {name}', { name: makeVisible(name) });
    this.#tell({ type: 'known', known });
    if (avatar !== this.#avatar) {
      this.#avatar = avatar;
      if (avatar !== undefined) void this.#showPicture(avatar);
    }
    void this.#showFiles();
    const devices = resources.map(({ resource }) => resource).sort();
    const asked = JSON.stringify([known.isOnline, devices]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (known.isOnline) this.#ask();
  }

  /** Asks server and devices; the answers come one by one. */
  #ask(): void {
    this.#asking?.dispose();
    this.#asking = this.#deps.api.watch('contactDetails', this.of, (change) => {
      if (change.kind === 'unavailable') this.#tell({ type: 'answers', error: change.error });
      else if (change.kind === 'snapshot') {
        const [answers] = change.items;
        this.#tell({ type: 'answers', ...(answers && { answers }) });
      }
    });
  }

  #showRooms(): void {
    if (this.#isLoaded) this.#tell({ type: 'rooms', rooms: this.#rooms.values() });
  }

  /** Reads the files of the chat again if there is something new in it. */
  async #showFiles(): Promise<void> {
    const { api, state } = this.#deps;
    const { last } = state.conversation(this.of.account, this.of.chat) ?? {};
    const filesOf = JSON.stringify(last ?? null);
    if (filesOf === this.#filesOf) return;
    this.#filesOf = filesOf;
    const query = { text: '', chats: [this.of], hasFile: true, limit: MAX_FILES };
    // Without the account there is no history, and the user has not asked for it.
    const { found } = await api.request('searchMessages', query).catch(() => ({ found: [] }));
    const files = found.flatMap(({ id: message, fileName = '', fileNames, outgoing, time }) =>
      (fileNames ?? [fileName]).map((name, file) => {
        return { message, ...(file > 0 && { file }), name, outgoing, time };
      }),
    );
    this.#tell({ type: 'files', files });
  }

  async #showPicture(hash: string): Promise<void> {
    const { api } = this.#deps;
    // The initial is shown where there is none: the user has not asked for it.
    const picture = await api.request('getAvatar', { ...this.of, hash }).catch(() => null);
    this.#tell({ type: 'picture', hash, picture });
  }

  async #readNote(): Promise<void> {
    try {
      this.#tell({ type: 'note', text: await this.#deps.api.request('getNote', this.of) });
    } catch (error) {
      this.#tell({ type: 'noteUnread', error: shownError(error) });
    }
  }

  async #saveNote(text: string, before: string): Promise<void> {
    try {
      const other = await this.#deps.api.request('setNote', { ...this.of, text, before });
      if (other === null) {
        if (this.#unsavedNote?.text === text) this.#unsavedNote = undefined;
        this.#tell({ type: 'noteSaved', text });
      } else this.#tell({ type: 'noteChanged', text: other });
    } catch (error) {
      this.#tell({ type: 'noteUnsaved', error: shownError(error) });
    }
  }

  /** An answer may come when the tab is closed. */
  #tell(message: DetailsMessage): void {
    if (this.#isLoaded) void this.#panel.webview.postMessage(message);
  }
}
