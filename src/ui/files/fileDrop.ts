import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import { contentSource, type FileSource, uriSource } from './documentFile.ts';
import { sendFiles } from './sendFile.ts';
import { parseUriList } from '../../base/uriList.ts';
import type { OfChat } from '../../api/requests.ts';
import type { AccountView } from '../../api/views.ts';
import { CONTACTS_MIME, draggedText, isContact } from '../draggedContacts.ts';
import type { OwnedConversation, OwnedRoom } from '../state.ts';

/** Sends files and editors dropped on a chat, contact or room; other nodes accept none. Drags contacts. */
export class FileDrop implements vscode.TreeDragAndDropController<object> {
  readonly dragMimeTypes = [CONTACTS_MIME];
  readonly dropMimeTypes = ['text/uri-list', 'files'];
  readonly #api: Api;
  readonly #run: (what: string, action: () => Promise<void>) => void;

  /** @param run runs an action of the user, and shows its failure. */
  constructor(api: Api, run: (what: string, action: () => Promise<void>) => void) {
    this.#api = api;
    this.#run = run;
  }

  handleDrag(source: readonly object[], transfer: vscode.DataTransfer): void {
    const text = draggedText(source);
    if (text !== undefined) transfer.set(CONTACTS_MIME, new vscode.DataTransferItem(text));
  }

  async handleDrop(target: object | undefined, transfer: vscode.DataTransfer): Promise<void> {
    // The data transfer is only valid during this call.
    const dropped = await droppedFiles(transfer).catch(() => []);
    this.#run('sending a file', async () => {
      const found = target && chatOf(target);
      if (!found) throw new RequestError(userError('not-dropped.on-contact'));
      if (dropped.length === 0) {
        throw new RequestError(userError('not-dropped.no-file'));
      }
      await sendFiles(this.#api, found.of, found.name, dropped);
    });
  }
}

function isRoom(node: object): node is OwnedRoom {
  return 'room' in node && 'account' in node;
}

function isConversation(node: object): node is OwnedConversation {
  return 'conversation' in node && 'account' in node;
}

function chatOf(node: object): { readonly of: OfChat; readonly name: string } | undefined {
  if (isContact(node)) return named(node.account, node.contact);
  if (isRoom(node)) return named(node.account, node.room);
  return isConversation(node) ? named(node.account, node.conversation) : undefined;
}

function named(account: AccountView, { id, name }: { readonly id: string; readonly name: string }) {
  return { of: { account: account.id, chat: id }, name };
}

async function droppedFiles(transfer: vscode.DataTransfer): Promise<readonly FileSource[]> {
  const list = await transfer.get('text/uri-list')?.asString();
  const uris = parseUriList(list ?? '');
  if (uris.length > 0) return uris.map((uri) => uriSource(vscode.Uri.parse(uri, true)));
  // Files without a URI come with their content, which is valid only during the drop.
  const files = [...transfer].flatMap(([, item]) => item.asFile() ?? []);
  return Promise.all(
    files.map(async (file) => {
      const content = await file.data();
      return contentSource(file.name, () => Promise.resolve(content));
    }),
  );
}
