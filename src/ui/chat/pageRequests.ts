import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { PanelCommand, PanelRequest } from '../../api/panel.ts';
import type { OfChat, OfFile } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { addressParts, buildXmppUri } from '../../base/xmppUri.ts';
import { currentFile } from '../files/currentFile.ts';
import { contentSource, type FileSource, uriSource } from '../files/documentFile.ts';
import type { ReceivedFiles } from '../files/receivedFile.ts';
import { sendAsked } from '../files/sendAsked.ts';
import { sendFiles } from '../files/sendFile.ts';
import { sendAnotherWay } from '../files/sendingWays.ts';
import type { Caption } from '../files/sendSeveral.ts';
import type { UserTimeZone } from '../userTimeZone.ts';
import { copyText, insertCode, openCode } from './code.ts';
import { runContactCommand } from './contactCommands.ts';
import type { KeptStates } from './keptStates.ts';
import { openLink } from './links.ts';
import {
  moderate,
  openPrivate,
  roomOf,
  runOccupantCommand,
  runRoomCommand,
} from './roomCommands.ts';

/** What the requests of a chat's page are answered with. */
export interface PageRequestsDeps {
  readonly api: Api;
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

/** The page that asks. */
export interface AskingPage {
  readonly of: OfChat;
  /** The display name of the chat. */
  readonly name: () => string;
  /** Whether pictures in this chat are shown without being asked for. */
  readonly showsPictures: () => boolean;
  /** Sends it a command, which is lost if it is not loaded. */
  readonly tell: (command: PanelCommand) => void;
  /** Sends it a command once it is loaded. */
  readonly send: (command: PanelCommand) => void;
}

/** What the page of a chat asks of the editor, besides the contract. */
export class PageRequests {
  readonly #page: AskingPage;
  readonly #deps: PageRequestsDeps;

  constructor(page: AskingPage, deps: PageRequestsDeps) {
    this.#page = page;
    this.#deps = deps;
  }

  /** Does what is asked; what fails is shown to the user. */
  handle(request: Exclude<PanelRequest, { readonly type: 'loaded' }>): void {
    const { of } = this.#page;
    const { api, received, run, lastDocument } = this.#deps;
    switch (request.type) {
      case 'openLink':
        run('opening a link', () => openLink(request.url, of.account));
        break;
      case 'saveFile':
        run('saving a file', () => received.save(this.#file(request), request.message));
        break;
      case 'acceptFile':
        run('accepting a file', () => received.accept(of, request.message));
        break;
      case 'revealFile':
        run('showing a file', () => received.reveal(this.#file(request), request.message));
        break;
      case 'sendAnotherWay':
        run('sending a file', () => sendAnotherWay(api, of, request.transfer, this.#page.name()));
        break;
      case 'openFile':
        run('opening a file', () => received.open(this.#file(request), request.message));
        break;
      case 'signIn':
        void vscode.commands.executeCommand('parley.signIn', { jid: of.account });
        break;
      case 'setPresence':
        void vscode.commands.executeCommand('parley.setPresence', { account: of.account });
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
          if (link !== undefined) this.#page.send({ type: 'insertText', text: `${link} ` });
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
          if (content) this.#page.tell({ ...request, type: 'preview', content });
        });
        break;
      case 'showPicture':
        if (!this.#page.showsPictures()) break;
        run('showing a picture', async () => {
          const content = await received.unasked(this.#file(request), request.message);
          if (content) this.#page.tell({ ...request, type: 'preview', content });
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
        run('a command on a contact', () => runContactCommand(of, request.command));
        break;
      case 'roomCommand':
        run('a room command', () => runRoomCommand(roomOf(of), request.command));
        break;
      case 'openPrivate':
        run('opening a chat', () => openPrivate(of, request.nick));
        break;
      case 'moderate':
        run('removing a message', () => moderate(api, of, request.message));
        break;
      case 'occupantCommand':
        run('changing an occupant', () => runOccupantCommand(of, this.#page.name(), request));
        break;
      case 'timeZone':
        this.#deps.timeZone.learn(request.timeZone);
        break;
      case 'goToChat':
        void vscode.commands.executeCommand('parley.goToChat');
        break;
      case 'keep':
        this.#deps.kept.set(of, request.state);
        break;
    }
  }

  #file({ file }: { readonly file?: number }): OfFile {
    return { ...this.#page.of, ...(file !== undefined && { file }) };
  }

  async #chooseFile(caption: string | undefined): Promise<void> {
    const options = { openLabel: t('Send'), canSelectMany: true };
    const chosen = (await vscode.window.showOpenDialog(options)) ?? [];
    await this.#send(chosen.map(uriSource), caption);
  }

  #sendAsked(files: readonly vscode.Uri[], text?: string): Promise<void> {
    return sendAsked(this.#deps.api, this.#page.of, this.#page.name(), files, this.#caption(text));
  }

  #send(sources: readonly FileSource[], text?: string): Promise<void> {
    const caption = this.#caption(text);
    return sendFiles(this.#deps.api, this.#page.of, this.#page.name(), sources, { caption });
  }

  /** What is typed is the draft until it goes with files, and again if none of them is sent. */
  #caption(text: string | undefined): Caption | undefined {
    if (text === undefined) return undefined;
    return {
      text,
      taken: () => {
        this.#page.send({ type: 'captionTaken', text });
      },
      unsent: () => {
        this.#page.send({ type: 'addText', text });
      },
    };
  }
}
