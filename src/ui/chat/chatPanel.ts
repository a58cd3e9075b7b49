import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { HostMessage } from '../../api/channel.ts';
import type { PanelCommand } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ChatState } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import type { TabChannel } from '../pages/tabChannel.ts';
import type { ChatFrame } from './chatFrame.ts';
import { chatPage } from './chatPage.ts';
import { readFirstPage } from './firstPage.ts';
import { PageDoor } from './pageDoor.ts';
import { PageRequests, type PageRequestsDeps } from './pageRequests.ts';
import { parsePanelRequest } from './panelRequest.ts';

/** Dependencies of a chat tab. */
export interface ChatPanelDeps extends PageRequestsDeps {
  readonly assets: PageAssets;
  /** Serves the API contract to the tab, for its own chat only. */
  readonly connect: (of: OfChat, post: (message: HostMessage) => void) => TabChannel;
}

/** A chat in a tab or in the view: a webview, its channel to the host, and its requests to the editor. */
export class ChatPanel implements Disposable {
  readonly of: OfChat;
  readonly #frame: ChatFrame;
  readonly #door: PageDoor;
  readonly #deps: ChatPanelDeps;
  readonly #requests: PageRequests;
  readonly #owned = new DisposableStore();
  #channel: TabChannel | undefined;
  #state: ChatState = 'active';
  /** Whether the page is loaded; it is unloaded when hidden, and reloaded when shown. */
  #loaded = false;
  /** The commands to send once the page is loaded. */
  #waiting: readonly PanelCommand[] = [];
  #name: string;
  #ownAddress: string | undefined;
  #unread = 0;
  #others = 0;
  #showsPictures = false;
  #held = true;
  #shown = false;
  /** The number of times that it was shown or hidden. */
  #turns = 0;

  constructor(of: OfChat, name: string, frame: ChatFrame, deps: ChatPanelDeps) {
    this.of = of;
    this.#frame = frame;
    this.#door = new PageDoor(of);
    this.#deps = deps;
    this.#requests = new PageRequests(
      {
        of,
        name: () => this.#name,
        showsPictures: () => this.#showsPictures,
        tell: (command) => {
          this.#tell(command);
        },
        send: (command) => {
          this.send(command);
        },
      },
      deps,
    );
    this.#name = name;
    this.#owned.add(
      frame.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
    );
    this.#owned.add(
      frame.onDidChangeVisibility(() => {
        if (!frame.visible) this.#loaded = false;
        this.#drawIfVisible();
        this.#tellState(frame.visible ? 'active' : 'inactive');
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeWindowState(() => {
        this.#tellFocus();
      }),
    );
    this.#drawTitle();
  }

  get visible(): boolean {
    return this.#frame.visible;
  }

  /** Brings the chat to the front, and sends its page the command once it is loaded. */
  reveal(command: PanelCommand = { type: 'focusInput' }): void {
    this.#frame.reveal();
    this.send(command);
  }

  /** Sends the page a command once it is loaded. */
  send(command: PanelCommand): void {
    if (this.#loaded) this.#tell(command);
    else this.#waiting = [...this.#waiting, command];
  }

  dispose(): void {
    this.#turns += 1;
    this.#channel?.dispose();
    this.#owned.dispose();
  }

  /** Reports the chat state `gone` and closes the channel; called when the chat is closed. */
  closed(): void {
    this.#tellState('gone');
    this.dispose();
  }

  /** The display name of the chat. */
  set name(name: string) {
    if (name === this.#name) return;
    this.#name = name;
    this.#drawTitle();
  }

  /** Our own address, where the title has to tell it. */
  set ownAddress(address: string | undefined) {
    if (address === this.#ownAddress) return;
    this.#ownAddress = address;
    this.#drawTitle();
  }

  /** The number of unread messages, shown in the tab's title, hidden or not. */
  set unread(unread: number) {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#drawTitle();
  }

  #drawTitle(): void {
    const own = this.#ownAddress === undefined ? '' : ` · ${this.#ownAddress}`;
    const name = makeVisible(this.#name + own);
    this.#frame.setTitle(this.#unread > 0 ? `${name} (${this.#unread})` : name);
  }

  /** While set, the tab is shown only briefly, and does not load its page. */
  set held(held: boolean) {
    this.#held = held;
    this.#drawIfVisible();
  }

  /** Draws the page whenever the tab is shown; while hidden, the editor unloads it. */
  #drawIfVisible(): void {
    const shown = this.#frame.visible && !this.#held;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#turns += 1;
    if (shown) this.#deps.run('showing a chat', () => this.#draw());
    // The messages in it would be old ones when it is shown again.
    else this.#frame.webview.html = '';
  }

  async #draw(): Promise<void> {
    const turn = this.#turns;
    const { webview } = this.#frame;
    const { assets } = this.#deps;
    // Those of a tab from before a reload may be of an older version.
    webview.options = assets.options;
    const [inline, first] = await Promise.all([
      assets.read(webview),
      readFirstPage(this.#deps.api, this.of),
    ]);
    if (turn !== this.#turns) return;
    const kept = this.#deps.kept.get(this.of);
    webview.html = chatPage({
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
      folderUri: `${webview.asWebviewUri(assets.folder).toString()}/`,
      assets: inline,
      ...this.of,
      title: this.#name,
      place: this.#frame.place,
      ...(kept && { kept }),
      // Other messages are wanted than the newest.
      ...(first && !this.#waiting.some(({ type }) => type === 'showMessage') && { first }),
    });
  }

  /** Handles all messages from the page: the contract's, and requests to the panel itself. */
  #receive(message: unknown): void {
    const request = parsePanelRequest(message);
    if (!this.#door.admits(request)) return;
    if (request?.type === 'loaded') this.#start();
    else if (request) this.#requests.handle(request);
    else this.#channel?.receive(message);
  }

  #start(): void {
    this.#connect();
    this.#loaded = true;
    // First, or the newest messages would count as read before a jump to others.
    for (const command of this.#waiting) this.#tell(command);
    this.#waiting = [];
    this.#tellFocus();
    this.#tellOthers();
    this.#tellPictures();
  }

  /** A reloaded page gets a new channel: its counters start again. */
  #connect(): void {
    this.#channel?.dispose();
    this.#channel = this.#deps.connect(this.of, (answer) => {
      void this.#frame.webview.postMessage(answer);
    });
  }

  #tell(command: PanelCommand): void {
    void this.#frame.webview.postMessage(command);
  }

  /** The number of unread messages of all other chats that notify, shown beside the switcher. */
  set others(others: number) {
    if (others === this.#others) return;
    this.#others = others;
    if (this.#loaded) this.#tellOthers();
  }

  #tellOthers(): void {
    if (this.#frame.place === 'view') this.#tell({ type: 'others', unread: this.#others });
  }

  /** Whether pictures in this chat are shown without being asked for. */
  set showsPictures(shows: boolean) {
    if (shows === this.#showsPictures) return;
    this.#showsPictures = shows;
    if (this.#loaded) this.#tellPictures();
  }

  #tellPictures(): void {
    this.#tell({ type: 'showPictures', wanted: this.#showsPictures });
  }

  #tellFocus(): void {
    this.#tell({ type: 'windowFocused', focused: vscode.window.state.focused });
  }

  /** Reports the chat state of the whole tab; activity inside it is reported by the tab itself. */
  #tellState(state: ChatState): void {
    if (state === this.#state) return;
    this.#state = state;
    // The user need not see a failure: without the account there is no contact to notify.
    this.#deps.api.request('setChatState', { ...this.of, state }).catch(() => undefined);
  }
}
