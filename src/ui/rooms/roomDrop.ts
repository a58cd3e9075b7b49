import type * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import { plural, t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { CONTACTS_MIME, parseDragged } from '../draggedContacts.ts';
import { editor } from '../editor.ts';
import type { FileDrop } from '../files/fileDrop.ts';
import { plain } from '../plain.ts';
import type { OwnedRoom } from '../state.ts';

/** Invites contacts that are dropped on a room, after a confirmation; files are sent there. */
export class RoomDrop implements vscode.TreeDragAndDropController<object> {
  readonly dragMimeTypes: readonly string[] = [];
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

  async handleDrop(target: object | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const dragged = await transfer.get(CONTACTS_MIME)?.asString();
    if (dragged === undefined) return this.#files.handleDrop(target, transfer);
    this.#run('inviting', async () => {
      if (!target || !isRoom(target)) throw new RequestError(userError('no-room.fitting'));
      const { account, room } = target;
      if (!room.rights.includes('invite')) throw new RequestError(userError('no-room.fitting'));
      const contacts = parseDragged(dragged)
        .filter((of) => of.account === account.id)
        .map(({ chat }) => chat);
      if (contacts.length === 0) return;
      const invite = t('Invite');
      const chosen = await editor.showInformationMessage(
        plain(
          plural(
            contacts.length,
            ['Invite {count} contact to {room}?', 'Invite {count} contacts to {room}?'],
            { room: room.name },
          ),
        ),
        { modal: true },
        invite,
      );
      if (chosen !== invite) return;
      const of = { account: account.id, chat: room.id };
      await this.#api.request('inviteToRoom', { ...of, contacts, reason: '' });
    });
  }
}

function isRoom(node: object): node is OwnedRoom {
  return 'room' in node && 'account' in node;
}
