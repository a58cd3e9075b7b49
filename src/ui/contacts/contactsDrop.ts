import type * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';
import { CONTACTS_MIME, type DraggedContact, parseDragged } from '../draggedContacts.ts';
import type { FileDrop } from '../files/fileDrop.ts';
import type { Node, Section } from './treeNode.ts';

/**
 * Moves contacts that are dropped on a group, or between its contacts, into it, out of the group
 * that they were dragged from; dropped elsewhere among the contacts, out of that only. Those dropped
 * on the pinned ones are pinned. Files are sent.
 */
export class ContactsDrop implements vscode.TreeDragAndDropController<Node> {
  readonly dragMimeTypes = [CONTACTS_MIME];
  readonly dropMimeTypes: readonly string[];
  readonly #api: Api;
  readonly #files: FileDrop;
  readonly #run: (what: string, action: () => Promise<void>) => void;

  /** @param run runs an action of the user, and shows its failure. */
  constructor(api: Api, files: FileDrop, run: (what: string, action: () => Promise<void>) => void) {
    this.#api = api;
    this.#files = files;
    this.#run = run;
    this.dropMimeTypes = [CONTACTS_MIME, ...files.dropMimeTypes];
  }

  handleDrag(rows: readonly Node[], transfer: vscode.DataTransfer): void {
    this.#files.handleDrag(rows, transfer);
  }

  async handleDrop(target: Node | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const text = await transfer.get(CONTACTS_MIME)?.asString();
    if (text === undefined) return this.#files.handleDrop(target, transfer);
    this.#run('moving contacts', async () => {
      const dragged = parseDragged(text);
      if (sectionOf(target) === 'pinned') {
        for (const { account, chat } of dragged) {
          await this.#api.request('pinContact', { account, chat, pinned: true });
        }
        return;
      }
      const group = groupAt(target);
      if (group === undefined) throw new RequestError(userError('not-moved'));
      for (const account of new Set(dragged.map((of) => of.account))) {
        const ofAccount = dragged.filter((of) => of.account === account);
        await this.#move(account, ofAccount, group);
      }
    });
  }

  async #move(account: string, dragged: readonly DraggedContact[], to: string): Promise<void> {
    const moved = dragged.filter(({ group }) => group !== to);
    if (moved.length === 0) return;
    const contacts = moved.map(({ chat, group: from }) => ({ contact: chat, from }));
    await this.#api.request('moveContacts', { account, contacts, to });
  }
}

/** The group that a drop means, empty for none; `undefined` if contacts cannot be dropped there. */
function groupAt(target: Node | undefined): string | undefined {
  if (!target) return '';
  if (sectionOf(target) !== 'group') return undefined;
  return target.kind === 'contact' ? target.group : 'name' in target ? target.name : undefined;
}

function sectionOf(target: Node | undefined): Section | undefined {
  return target && 'section' in target ? target.section : undefined;
}
