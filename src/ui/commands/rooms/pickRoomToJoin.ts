import * as vscode from 'vscode';
import { shownError } from '../../../api/channel.ts';
import { say } from '../../../api/say.ts';
import type { AccountId, ListedRoomView, RoomInvitationView } from '../../../api/views.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { plural, t } from '../../../base/l10n.ts';
import { describeError } from '../../../base/log.ts';
import { parseXmppUri } from '../../../base/xmppUri.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import { invitationText } from '../../invitationText.ts';
import { compareRooms, isInside } from '../../rooms/liveRooms.ts';
import { roomItem } from '../../rooms/roomPickItem.ts';
import type { CommandContext } from '../command.ts';
import { typedRoom } from './joinTarget.ts';

/** What the user wants to join: a room by bare JID, or that of an invitation. */
export type JoinTarget =
  | { readonly room: string; readonly password?: string | undefined }
  | { readonly invitation: RoomInvitationView };

interface Item extends vscode.QuickPickItem {
  readonly target?: JoinTarget;
  /** What picking this row does instead of closing the picker. */
  readonly run?: () => void;
}

/** Picks what to join, as one types. @returns `undefined` after Esc */
export function pickRoomToJoin(
  context: CommandContext,
  account: AccountId,
): Promise<JoinTarget | undefined> {
  return new JoinPick(context, account).ask();
}

/** An open picker: invitations, bookmarked rooms, and the list of a service, page by page. */
class JoinPick {
  readonly #context: CommandContext;
  readonly #account: AccountId;
  readonly #pick = editor.createQuickPick<Item>();
  #services: readonly string[] = [];
  /** The service whose list is shown; `null` for the first one of our server. */
  #service: string | null = null;
  #listed: readonly ListedRoomView[] = [];
  /** Cursor of the next page; absent after the last one. */
  #next: string | undefined;
  /** Why the list could not be fetched. */
  #problem: string | undefined;
  /** Number of the latest request: an answer to an earlier one is ignored. */
  #asked = 0;

  constructor(context: CommandContext, account: AccountId) {
    this.#context = context;
    this.#account = account;
    const pick = this.#pick;
    pick.title = t('Join or Create Room');
    pick.placeholder = t('Name or address of a room, like room@conference.server.org');
    pick.matchOnDescription = true;
    pick.ignoreFocusOut = true;
    pick.keepScrollPosition = true;
    pick.onDidChangeValue(() => {
      this.#show();
    });
  }

  ask(): Promise<JoinTarget | undefined> {
    const pick = this.#pick;
    this.#show();
    void this.#load();
    return new Promise((resolve) => {
      let target: JoinTarget | undefined;
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item?.run) {
          item.run();
          return;
        }
        target = item?.target;
        if (target) pick.hide();
      });
      pick.onDidHide(() => {
        this.#asked += 1;
        pick.dispose();
        resolve(target);
      });
      pick.show();
    });
  }

  /** Loads the first page of the service, or the next one. */
  async #load(next?: string): Promise<void> {
    const asked = ++this.#asked;
    this.#pick.busy = true;
    this.#problem = undefined;
    const [api, service] = [this.#context.api, this.#service];
    try {
      const of = { account: this.#account, service, ...(next !== undefined && { next }) };
      const page = await api.request('listRooms', of);
      if (asked !== this.#asked) return;
      this.#services = page.services;
      this.#service ??= page.services[0] ?? null;
      this.#listed = [...(next === undefined ? [] : this.#listed), ...page.rooms];
      this.#next = page.next;
    } catch (error) {
      this.#context.log.error(`listing rooms: ${describeError(error)}`);
      if (asked !== this.#asked) return;
      this.#problem = say(shownError(error));
    }
    this.#pick.busy = false;
    this.#show();
  }

  #browse(service: string): void {
    this.#service = service;
    this.#listed = [];
    this.#next = undefined;
    this.#pick.value = '';
    this.#show();
    void this.#load();
  }

  #show(): void {
    const [active] = this.#pick.activeItems;
    const found = [...this.#invitations(), ...this.#bookmarked(), ...this.#list()];
    // A part of a name finds a room before it names a new one.
    const isAddress = this.#pick.value.includes('@');
    const items = isAddress ? [...this.#typed(), ...found] : [...found, ...this.#typed()];
    this.#pick.items = items;
    const again = items.find(({ label }) => label === active?.label);
    if (again && this.#pick.value === '') this.#pick.activeItems = [again];
  }

  #typed(): Item[] {
    const room = typedRoom(this.#pick.value, this.#service ?? undefined);
    if (room === undefined) return [];
    const label = `$(add) ${t('Join {address}', { address: withoutIcons(shownAddress(room)) })}`;
    return [
      {
        label,
        detail: t('If it does not exist, you can create it'),
        alwaysShow: true,
        target: { room, password: parseXmppUri(this.#pick.value.trim())?.values.get('password') },
      },
    ];
  }

  #invitations(): Item[] {
    const { invitations, contact } = this.#scope();
    const items = invitations.map((invitation): Item => ({
      label: `$(mail) ${withoutIcons(invitationText(invitation, contact(invitation.inviter)))}`,
      ...(invitation.reason !== '' && { description: withoutIcons(invitation.reason) }),
      target: { invitation },
    }));
    return section(t('Invitations'), items);
  }

  #bookmarked(): Item[] {
    const { rooms } = this.#scope();
    const items = rooms.map((owned) => ({
      ...roomItem(owned, false),
      target: { room: owned.room.id },
    }));
    return section(t('Your Rooms'), items);
  }

  #list(): Item[] {
    const rooms = this.#listed.map(({ id, name, occupants }): Item => {
      const address = shownAddress(id);
      const count =
        occupants === undefined
          ? []
          : [plural(occupants, ['{count} occupant', '{count} occupants'])];
      return {
        label: `$(comment-discussion) ${withoutIcons(name === '' ? address : name)}`,
        description: withoutIcons([...count, ...(name === '' ? [] : [address])].join(' · ')),
        target: { room: id },
      };
    });
    const load = () => void this.#load(this.#next);
    const row = (label: string): Item => ({ label, alwaysShow: true, run: load });
    const more = this.#next === undefined ? [] : [row(`$(chevron-down) ${t('Load more')}`)];
    const last =
      this.#problem === undefined ? more : [row(`$(warning) ${withoutIcons(this.#problem)}`)];
    const others = this.#services
      .filter((service) => service !== this.#service)
      .map((service): Item => ({
        label: `$(server) ${t('Rooms at {service}', { service: withoutIcons(service) })}`,
        alwaysShow: true,
        run: () => {
          this.#browse(service);
        },
      }));
    const heading =
      this.#service === null ? t('Rooms') : t('Rooms at {service}', { service: this.#service });
    return section(heading, [...rooms, ...last, ...others]);
  }

  #scope() {
    const { state } = this.#context;
    const account = this.#account;
    return {
      rooms: state.rooms
        .filter((owned) => owned.account.id === account && !isInside(owned.room))
        .sort(compareRooms),
      invitations: state.invitations
        .filter((owned) => owned.account.id === account)
        .map(({ invitation }) => invitation),
      contact: (jid: string) => {
        const contact = state.contact(account, jid);
        return contact?.inRoster ? contact.name : undefined;
      },
    };
  }
}

function section(label: string, items: readonly Item[]): Item[] {
  if (items.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
