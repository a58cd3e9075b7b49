import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import { contentSource, type FileSource, uriSource } from './documentFile.ts';
import { sendFiles } from './sendFile.ts';
import { parseUriList } from '../../base/uriList.ts';
import type { OwnedContact } from '../state.ts';

/** Files and editors dropped on a contact are sent to them; nothing else of the tree takes any. */
export class FileDrop implements vscode.TreeDragAndDropController<object> {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes = ['text/uri-list', 'files'];
  readonly #api: Api;
  readonly #run: (what: string, action: () => Promise<void>) => void;

  /** @param run runs what the user asked for, and shows its failure. */
  constructor(api: Api, run: (what: string, action: () => Promise<void>) => void) {
    this.#api = api;
    this.#run = run;
  }

  async handleDrop(target: object | undefined, transfer: vscode.DataTransfer): Promise<void> {
    // What was dropped is gone once this is over.
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
  // What the workbench has no address for comes with its content, which is gone after the drop.
  const files = [...transfer].flatMap(([, item]) => item.asFile() ?? []);
  return Promise.all(
    files.map(async (file) => {
      const content = await file.data();
      return contentSource(file.name, () => Promise.resolve(content));
    }),
  );
}
