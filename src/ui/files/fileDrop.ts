import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import { contentSource, type FileSource, uriSource } from './documentFile.ts';
import { sendFiles } from './sendFile.ts';
import { parseUriList } from '../../base/uriList.ts';
import type { OwnedContact } from '../state.ts';

/** Sends files and editors dropped on a contact; other nodes of the tree accept none. */
export class FileDrop implements vscode.TreeDragAndDropController<object> {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes = ['text/uri-list', 'files'];
  readonly #api: Api;
  readonly #run: (what: string, action: () => Promise<void>) => void;

  /** @param run runs an action of the user, and shows its failure. */
  constructor(api: Api, run: (what: string, action: () => Promise<void>) => void) {
    this.#api = api;
    this.#run = run;
  }

  async handleDrop(target: object | undefined, transfer: vscode.DataTransfer): Promise<void> {
    // The data transfer is only valid during this call.
    const dropped = await droppedFiles(transfer).catch(() => []);
    this.#run('sending a file', async () => {
      if (!target || !isContact(target)) {
        throw new RequestError(userError('not-dropped.on-contact'));
      }
      if (dropped.length === 0) {
        throw new RequestError(userError('not-dropped.no-file'));
      }
      const { account, contact } = target;
      const of = { account: account.id, chat: contact.id };
      await sendFiles(this.#api, of, contact.name, dropped);
    });
  }
}

function isContact(node: object): node is OwnedContact {
  return 'contact' in node && 'account' in node;
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
