import * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import type { Clock } from '../../base/clock.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { type ContactEvent, ContactEvents } from './contactEvents.ts';
import { type NotificationKind, NotificationPolicy, type Topic } from './notificationPolicy.ts';
import type { Notice } from './notificationPolicy.ts';
import {
  type ContactTopic,
  notificationText,
  requestText,
  senderOf,
  summaryText,
  unreadWords,
} from './notificationText.ts';
import { openContacts, openRooms, type Said, type Sender } from './notify.ts';
import { PrivateChatEvents } from './privateChatEvents.ts';
import { privateChatsText, privateChatText, privateSender } from './privateChatText.ts';
import { RequestEvents } from './requestEvents.ts';
import { RoomNotifications, type RoomNotificationDeps } from './roomNotifications.ts';
import { showStrangers } from '../settings.ts';
import type { OwnedRequest, ViewState } from '../state.ts';
import { StrangerLimit } from './strangerLimit.ts';

/** Dependencies of {@link Notifications}. */
export interface NotificationDeps extends Omit<RoomNotificationDeps, 'isWanted'> {
  readonly clock: Clock;
  /** Whether this window shows the notifications, rather than another. */
  readonly isHere: () => boolean;
  /** Whether this chat is visible to the user. */
  readonly isSeen: (of: OfChat) => boolean;
  /** Mutes a chat until the user changes that. */
  readonly muteChat: (of: OfChat) => void;
  /** Accept and decline the file that a message offers. */
  readonly acceptFile: (of: OfChat, message: string) => void;
  readonly declineFile: (of: OfChat, message: string) => void;
}

/** Whether the user enabled notifications of this kind. */
export function isNotified(kind: NotificationKind): boolean {
  return vscode.workspace.getConfiguration('parley.notifications').get(kind, false);
}

/** Notifies the user of what happens out of their sight. */
export class Notifications implements Disposable {
  readonly #state: ViewState;
  readonly #policy: NotificationPolicy;
  readonly #say: (said: Said) => void;
  readonly #openChat: (of: OfChat) => void;
  readonly #mute: (of: OfChat) => void;
  readonly #files: Pick<NotificationDeps, 'acceptFile' | 'declineFile'>;
  readonly #rooms: RoomNotifications;
  readonly #strangers: StrangerLimit;
  readonly #owned = new DisposableStore();

  constructor(state: ViewState, deps: NotificationDeps) {
    const { clock, isHere, isSeen, openChat } = deps;
    this.#state = state;
    this.#say = deps.say;
    this.#openChat = openChat;
    this.#mute = deps.muteChat;
    this.#files = deps;
    const policy = new NotificationPolicy(clock, {
      wants: (kind) => isHere() && isNotified(kind),
      isMuted: ({ account, chat }) =>
        state.conversation(account, chat)?.mutedUntil !== undefined ||
        state.contact(account, chat)?.isMuted === true,
      isSeen,
      ownShow: (account) => state.account(account)?.show,
      summarize: (topic, held) => {
        this.#summarize(topic, held);
      },
    });
    this.#policy = this.#owned.add(policy);
    const events = this.#owned.add(new ContactEvents(state, clock));
    this.#owned.add(
      events.onDidHappen((event) => {
        const { kind, of, contact } = event;
        if (contact.standing && !this.#mayDisturb(event)) return;
        if (!policy.admit({ kind, of, isStranger: !contact.inRoster })) return;
        this.#tell(event);
      }),
    );
    this.#rooms = this.#owned.add(
      new RoomNotifications(state, policy, { ...deps, isWanted: isNotified }),
    );
    const privateChats = this.#owned.add(new PrivateChatEvents(state));
    this.#owned.add(
      privateChats.onDidHappen(({ of, chat }) => {
        if (!policy.admit({ kind: 'private', of, isStranger: true })) return;
        const message = chat.lastReceived?.id;
        const from = { of, ...privateSender(chat), message, isAnswerable: true };
        this.#say({
          ...{ kind: 'private', text: privateChatText(chat), from },
          ...this.#leadingTo(of),
        });
      }),
    );
    this.#strangers = new StrangerLimit(clock);
    const requests = this.#owned.add(new RequestEvents(state, clock));
    this.#owned.add(
      requests.onDidCome((fresh) => {
        this.#tellRequests(fresh);
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Whether to notify of a sender who is no contact. */
  #mayDisturb({ kind, of: { account, chat } }: ContactEvent): boolean {
    if ((kind !== 'message' && kind !== 'file') || !showStrangers() || !isNotified(kind)) {
      return false;
    }
    // Their subscription request is the same entry, and has been notified of.
    return !this.#state.request(account, chat) && this.#strangers.admit();
  }

  /** Notifies once of requests that arrive together; as strangers, at most one notice in 10 s. */
  #tellRequests(came: readonly OwnedRequest[]): void {
    const fresh = came.filter(
      ({ account, request }) => !this.#state.contact(account.id, request.id)?.standing,
    );
    const [first] = fresh;
    if (!first) return;
    const of = { account: first.account.id, chat: '' };
    if (!this.#policy.admit({ kind: 'request', of, isStranger: true })) return;
    const text = requestText(fresh.map(({ request }) => request.id));
    this.#say({ kind: 'request', text, open: openContacts });
  }

  /** Reports the held notices that still apply. */
  #summarize(topic: Topic, held: readonly Notice[]): void {
    switch (topic) {
      case 'requests':
        if (this.#state.requests.length > 0) {
          this.#say({ kind: 'request', text: summaryText(topic, []), open: openContacts });
        }
        return;
      case 'privates':
        this.#summarizePrivateChats(held);
        return;
      case 'rooms':
      case 'invitations':
      case 'approvals':
      case 'occupants':
        this.#rooms.summarize(topic, held);
        return;
      default:
        this.#summarizeContacts(topic, held);
    }
  }

  #summarizePrivateChats(held: readonly Notice[]): void {
    const found = held.flatMap(({ of }) => {
      const chat = this.#state.privateChat(of.account, of.chat);
      return chat && chat.unread > 0 ? [{ of, chat }] : [];
    });
    const [first, ...others] = found;
    if (!first) return;
    const { of, chat } = first;
    const said = {
      kind: 'private',
      text: privateChatsText(found.map(({ chat }) => chat)),
    } as const;
    if (others.length > 0) this.#say({ ...said, open: openRooms });
    else {
      const { name } = privateSender(chat);
      const from = { of, name, words: unreadWords(chat.unread), isAnswerable: true };
      this.#say({ ...said, from, ...this.#leadingTo(of) });
    }
  }

  #summarizeContacts(topic: ContactTopic, held: readonly Notice[]): void {
    const found = held.flatMap(({ kind, of }) => {
      const contact = this.#state.contact(of.account, of.chat);
      const isRead = (kind === 'message' || kind === 'file') && contact?.unread === 0;
      return contact && !isRead ? [{ of, contact }] : [];
    });
    const [first, ...others] = found;
    if (!first) return;
    const text = summaryText(
      topic,
      found.map(({ contact }) => contact),
    );
    const kind = topic === 'presence' ? 'status' : 'message';
    if (others.length > 0) this.#say({ kind, text, open: openContacts });
    else {
      const { of, contact } = first;
      const words = unreadWords(contact.unread);
      const from = kind === 'message' && this.#sender({ ...first, kind }, words);
      this.#say({ kind, text, ...(from && { from }), ...this.#leadingTo(of) });
    }
  }

  #tell(event: ContactEvent): void {
    const { kind, of } = event;
    const from = (kind === 'message' || kind === 'file') && this.#sender(event);
    const actions = this.#answersTo(event);
    const said = { kind, text: notificationText(event), ...(from && { from }), actions };
    this.#say({ ...said, ...this.#leadingTo(of) });
  }

  /** A stranger is looked at before they are answered. */
  #sender(event: ContactEvent, words?: string): Sender {
    const { contact, of } = event;
    const text = { ...senderOf(event), ...(words !== undefined && { words }) };
    const { avatar, inRoster, lastReceived, standing } = contact;
    const message = words === undefined ? lastReceived?.id : undefined;
    return { of, ...text, message, isAnswerable: !standing, ...(inRoster && { avatar }) };
  }

  /** What can be answered to an offered file; a stranger's is looked at first. */
  #answersTo({ kind, of, contact }: ContactEvent): Required<Said>['actions'] {
    const { isOffer, id } = contact.lastReceived ?? {};
    if (kind !== 'file' || !isOffer || id === undefined || contact.standing) return [];
    const { acceptFile, declineFile } = this.#files;
    return [
      {
        label: t('Accept'),
        run: () => {
          acceptFile(of, id);
        },
      },
      {
        label: t('Decline'),
        run: () => {
          declineFile(of, id);
        },
      },
    ];
  }

  #leadingTo(of: OfChat): Pick<Said, 'open' | 'mute'> {
    const open = () => {
      this.#openChat(of);
    };
    const mute = () => {
      this.#mute(of);
    };
    return { open, mute };
  }
}
