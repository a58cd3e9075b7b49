import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { plural, t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { approvalText } from '../approvalText.ts';
import type { OwnedApproval, OwnedInvitation, ViewState } from '../state.ts';
import { notifyingIn } from '../waiting.ts';
import { approvalArrivals, invitationArrivals } from './arrivals.ts';
import type { Notice, NotificationKind, NotificationPolicy } from './notificationPolicy.ts';
import { openContacts, openRooms, type Said, type Sender } from './notify.ts';
import { OccupantEvents } from './occupantEvents.ts';
import { type RoomEvent, RoomEvents } from './roomEvents.ts';
import { MAX_SENTENCE, shownLine } from './shownLine.ts';
import {
  changesText,
  invitationsText,
  occupantsText,
  roomNotificationText,
  roomSender,
  roomSummaryText,
  roomSummaryWords,
} from './roomNotificationText.ts';

/** Dependencies of {@link RoomNotifications}. */
export interface RoomNotificationDeps {
  readonly api: Api;
  readonly say: (said: Said) => void;
  readonly openChat: (of: OfChat) => void;
  /** Sets the level of a room so that none of its messages notifies. */
  readonly muteRoom: (of: OfChat) => void;
  /** Whether the user enabled notifications of this kind. */
  readonly isWanted: (kind: NotificationKind) => boolean;
}

/** Notifies the user of what happens in rooms, and of invitations to them. */
export class RoomNotifications implements Disposable {
  readonly #state: ViewState;
  readonly #policy: NotificationPolicy;
  readonly #deps: RoomNotificationDeps;
  readonly #owned = new DisposableStore();

  constructor(state: ViewState, policy: NotificationPolicy, deps: RoomNotificationDeps) {
    this.#state = state;
    this.#policy = policy;
    this.#deps = deps;
    const { api, isWanted } = deps;
    const rooms = this.#owned.add(new RoomEvents(state));
    this.#owned.add(
      rooms.onDidHappen((event) => {
        const { kind, of } = event;
        if (!policy.admit({ kind, of, isStranger: false })) return;
        const message = event.room.lastReceived?.id;
        const from = kind === 'room' && senderIn(event, { ...roomSender(event.room), message });
        const text = roomNotificationText(event);
        deps.say({ kind, text, ...(from && { from }), ...this.#leadingTo(of) });
      }),
    );
    const occupants = new OccupantEvents(api, state, () => isWanted('occupants'));
    this.#owned.add(occupants);
    this.#owned.add(
      occupants.onDidHappen(({ of, ...event }) => {
        if (!policy.admit({ kind: 'occupants', of, isStranger: false })) return;
        deps.say({ kind: 'occupants', text: occupantsText(event), ...this.#leadingTo(of) });
      }),
    );
    const invitations = this.#owned.add(invitationArrivals(state));
    this.#owned.add(
      invitations.onDidCome((fresh) => {
        this.#tellInvitations(fresh);
      }),
    );
    const approvals = this.#owned.add(approvalArrivals(state));
    this.#owned.add(
      approvals.onDidCome((fresh) => {
        this.#tellApprovals(fresh);
      }),
    );
  }

  /** Reports the held notices that still apply; who came and went meanwhile is no longer news. */
  summarize(
    topic: 'rooms' | 'invitations' | 'approvals' | 'occupants',
    held: readonly Notice[],
  ): void {
    if (topic === 'rooms') this.#summarizeRooms(held);
    if (topic === 'approvals') this.#sayApprovals(this.#state.approvals);
    if (topic !== 'invitations') return;
    const all = this.#state.invitations.map(({ invitation }) => invitation);
    if (all.length === 0) return;
    this.#deps.say({ kind: 'invitation', text: invitationsText(all, []), open: openContacts });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The inviter may be a stranger: those that arrive together are one notice. */
  #tellInvitations(fresh: readonly OwnedInvitation[]): void {
    const [first] = fresh;
    if (!first) return;
    const of = { account: first.account.id, chat: '' };
    if (!this.#policy.admit({ kind: 'invitation', of, isStranger: true })) return;
    const names = fresh.map(({ account, invitation }) => {
      const contact = this.#state.contact(account.id, invitation.inviter);
      return contact?.inRoster ? contact.name : undefined;
    });
    const views = fresh.map(({ invitation }) => invitation);
    const text = invitationsText(views, names);
    this.#deps.say({ kind: 'invitation', text, open: openContacts });
  }

  /** In a public room anybody may ask: those that arrive together are one notice. */
  #tellApprovals(fresh: readonly OwnedApproval[]): void {
    const [first] = fresh;
    if (!first) return;
    const of = { account: first.account.id, chat: '' };
    if (this.#policy.admit({ kind: 'approval', of, isStranger: true })) this.#sayApprovals(fresh);
  }

  /** A single one can be answered at once. */
  #sayApprovals([first, ...others]: readonly OwnedApproval[]): void {
    if (!first) return;
    const { account, approval } = first;
    const room = this.#state.room(account.id, approval.room)?.name;
    const text =
      others.length > 0
        ? plural(others.length + 1, [
            '{count} request in your rooms waits for an answer',
            '{count} requests in your rooms wait for an answer',
          ])
        : shownLine(approvalText(approval, room), MAX_SENTENCE);
    const running = (command: string) => () => void vscode.commands.executeCommand(command, first);
    const actions = [
      { label: t('Approve'), run: running('parley.approveInRoom') },
      { label: t('Deny'), run: running('parley.denyInRoom') },
    ];
    const said = { kind: 'approval', text, open: openContacts } as const;
    this.#deps.say({ ...said, ...(others.length === 0 && { actions }) });
  }

  /** What others did to us is one notice, and all messages are another. */
  #summarizeRooms(held: readonly Notice[]): void {
    const found = held.flatMap(({ kind, of }): RoomEvent[] => {
      const room = this.#state.room(of.account, of.chat);
      if (!room) return [];
      if (kind === 'removed' || kind === 'rights') return [{ kind, of, room }];
      return notifyingIn(room) > 0 ? [{ kind: 'room', of, room }] : [];
    });
    const changed = found.filter(({ kind }) => kind !== 'room');
    const talking = found.filter(({ kind }) => kind === 'room');
    this.#sayOf(changed, changesText(changed));
    this.#sayOf(talking, roomSummaryText(talking.map(({ room }) => room)));
  }

  #sayOf([first, ...others]: readonly RoomEvent[], text: string): void {
    if (!first) return;
    const { kind, of, room } = first;
    if (others.length > 0) this.#deps.say({ kind, text, open: openRooms });
    else {
      const name = shownLine(room.name);
      const from = kind === 'room' && senderIn(first, { name, words: roomSummaryWords(room) });
      this.#deps.say({ kind, text, ...(from && { from }), ...this.#leadingTo(of) });
    }
  }

  #leadingTo(of: OfChat): Pick<Said, 'open' | 'mute'> {
    const { openChat, muteRoom } = this.#deps;
    return {
      open: () => {
        openChat(of);
      },
      mute: () => {
        muteRoom(of);
      },
    };
  }
}

function senderIn(
  { of, room }: Pick<RoomEvent, 'of' | 'room'>,
  text: Pick<Sender, 'name' | 'words' | 'message'>,
): Sender {
  return { of, ...text, avatar: room.avatar, isAnswerable: true };
}
