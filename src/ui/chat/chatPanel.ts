import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Api, HostMessage } from '../../api/channel.ts';
import type { PanelCommand, PanelRequest } from '../../api/panel.ts';
import type { OfChat, OfFile } from '../../api/requests.ts';
import type { ChatState } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { spokenSentences } from '../../api/say.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { addressParts, buildXmppUri } from '../../base/xmppUri.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import type { ChatFrame } from './chatFrame.ts';
import { chatPage } from './chatPage.ts';
import { copyText, insertCode, openCode } from './code.ts';
import { readFirstPage } from './firstPage.ts';
import type { KeptStates } from './keptStates.ts';
import { openLink } from './links.ts';
import { contentSource, type FileSource, uriSource } from '../files/documentFile.ts';
import { PageDoor } from './pageDoor.ts';
import { parsePanelRequest } from './panelRequest.ts';
import type { ReceivedFiles } from '../files/receivedFile.ts';
import { currentFile } from '../files/currentFile.ts';
import { runContactCommand } from './contactCommands.ts';
import {
  moderate,
  openPrivate,
  roomOf,
  runOccupantCommand,
  runRoomCommand,
} from './roomCommands.ts';
import { sendAsked } from '../files/sendAsked.ts';
import type { Caption } from '../files/sendSeveral.ts';
import { sendFiles } from '../files/sendFile.ts';
import { sendAnotherWay } from '../files/sendingWays.ts';
import type { UserTimeZone } from '../userTimeZone.ts';

/** The host's end of the channel to the page of one chat. */
export interface TabChannel extends Disposable {
  /** Handles a message from the tab. @returns false if it is not part of the contract */
  receive(message: unknown): boolean;
}

/** Dependencies of a chat tab. */
export interface ChatPanelDeps {
  readonly api: Api;
  readonly assets: PageAssets;
  /** Serves the API contract to the tab, for its own chat only. */
  readonly connect: (of: OfChat, post: (message: HostMessage) => void) => TabChannel;
  /** The text document edited last, also while the chat tab has the focus. */
  readonly lastDocument: () => vscode.TextDocument | undefined;
  readonly timeZone: UserTimeZone;
  /** Runs an action of the user, and shows its failure. */
  readonly run: (what: string, action: () => Promise<void>) => void;
  /** Saves, opens and shows received files. */
  readonly received: ReceivedFiles;
  /** Lets the user choose a contact, by what was typed of the name. */
  readonly pickContact: (typed: string) => Promise<OfChat | undefined>;
  /** What the pages of chats had on screen, for their next page. */
  readonly kept: KeptStates;
}

/** A chat in a tab or in the view: a webview, its channel to the host, and its requests to the editor. */
export class ChatPanel implements Disposable {
  readonly of: OfChat;
  readonly #frame: ChatFrame;
  readonly #door: PageDoor;
  readonly #deps: ChatPanelDeps;
  readonly #owned = new DisposableStore();
  #channel: TabChannel | undefined;
  #state: ChatState = 'active';
  /** Whether the page is loaded; it is unloaded when hidden, and reloaded when shown. */
  #loaded = false;
  /** The commands to send once the page is loaded. */
  #waiting: readonly PanelCommand[] = [];
  #name: string;
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

  /** The number of unread messages, shown in the tab's title, hidden or not. */
  set unread(unread: number) {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#drawTitle();
  }

  #drawTitle(): void {
    const name = makeVisible(this.#name);
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
      sentences: spokenSentences(),
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
    else if (request) this.#ask(request);
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

  #ask(request: Exclude<PanelRequest, { readonly type: 'loaded' }>): void {
    const { received, run, lastDocument } = this.#deps;
    switch (request.type) {
      case 'openLink':
        run('opening a link', () => openLink(request.url, this.of.account));
        break;
      case 'saveFile':
        run('saving a file', () => received.save(this.#file(request), request.message));
        break;
      case 'acceptFile':
        run('accepting a file', () => received.accept(this.of, request.message));
        break;
      case 'revealFile':
        run('showing a file', () => received.reveal(this.#file(request), request.message));
        break;
      case 'sendAnotherWay':
        run('sending a file', () =>
          sendAnotherWay(this.#deps.api, this.of, request.transfer, this.#name),
        );
        break;
      case 'openFile':
        run('opening a file', () => received.open(this.#file(request), request.message));
        break;
      case 'signIn':
        void vscode.commands.executeCommand('parley.signIn', { jid: this.of.account });
        break;
      case 'setPresence':
        void vscode.commands.executeCommand('parley.setPresence', { account: this.of.account });
        break;
      case 'chooseFile':
        run('sending a file', () => this.#chooseFile(request.caption));
        break;
      case 'sendCurrentFile':
        run('sending a file', () => this.#sendAsked([currentFile(lastDocument())]));
        break;
      case 'pickContact':
        run('choosing a contact', async () => {
          const chosen = await this.#deps.pickContact(request.query);
          const link = chosen && buildXmppUri(addressParts(chosen.chat));
          if (link !== undefined) this.send({ type: 'insertText', text: `${link} ` });
        });
        break;
      case 'copyText':
        run('copying text', () => copyText(request.text));
        break;
      case 'insertCode':
        run('inserting code', () => insertCode(lastDocument(), request.code));
        break;
      case 'openCode':
        run('opening code', () => openCode(request.code, request.language));
        break;
      case 'compareFile':
        run('comparing a file', () => received.compare(this.#file(request), request.message));
        break;
      case 'viewFile':
        run('showing a picture', () => received.view(this.#file(request), request.message));
        break;
      case 'previewFile':
        run('showing a picture', async () => {
          const content = await received.picture(this.#file(request), request.message);
          if (content) this.#tell({ ...request, type: 'preview', content });
        });
        break;
      case 'showPicture':
        if (!this.#showsPictures) break;
        run('showing a picture', async () => {
          const content = await received.unasked(this.#file(request), request.message);
          if (content) this.#tell({ ...request, type: 'preview', content });
        });
        break;
      case 'sendFiles':
        run('sending a file', () => {
          const sources = request.files.map(({ name, content, thumbnail }) =>
            contentSource(name, () => Promise.resolve(content), thumbnail),
          );
          return this.#send(sources, request.caption);
        });
        break;
      case 'sendUris':
        run('sending a file', () =>
          this.#sendAsked(
            request.uris.map((uri) => vscode.Uri.parse(uri, true)),
            request.caption,
          ),
        );
        break;
      case 'contactCommand':
        run('a command on a contact', () => runContactCommand(this.of, request.command));
        break;
      case 'roomCommand':
        run('a room command', () => runRoomCommand(roomOf(this.of), request.command));
        break;
      case 'openPrivate':
        run('opening a chat', () => openPrivate(this.of, request.nick));
        break;
      case 'moderate':
        run('removing a message', () => moderate(this.#deps.api, this.of, request.message));
        break;
      case 'occupantCommand':
        run('changing an occupant', () => runOccupantCommand(this.of, this.#name, request));
        break;
      case 'timeZone':
        this.#deps.timeZone.learn(request.timeZone);
        break;
      case 'goToChat':
        void vscode.commands.executeCommand('parley.goToChat');
        break;
      case 'keep':
        this.#deps.kept.set(this.of, request.state);
        break;
    }
  }

  #file({ file }: { readonly file?: number }): OfFile {
    return { ...this.of, ...(file !== undefined && { file }) };
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

  async #chooseFile(caption: string | undefined): Promise<void> {
    const options = { openLabel: t('Send'), canSelectMany: true };
    const chosen = (await vscode.window.showOpenDialog(options)) ?? [];
    await this.#send(chosen.map(uriSource), caption);
  }

  #sendAsked(files: readonly vscode.Uri[], text?: string): Promise<void> {
    return sendAsked(this.#deps.api, this.of, this.#name, files, this.#caption(text));
  }

  #send(sources: readonly FileSource[], text?: string): Promise<void> {
    const caption = this.#caption(text);
    return sendFiles(this.#deps.api, this.of, this.#name, sources, { caption });
  }

  /** What is typed is the draft until it goes with files, and again if none of them is sent. */
  #caption(text: string | undefined): Caption | undefined {
    if (text === undefined) return undefined;
    return {
      text,
      taken: () => {
        this.send({ type: 'captionTaken', text });
      },
      unsent: () => {
        this.send({ type: 'addText', text });
      },
    };
  }
}
