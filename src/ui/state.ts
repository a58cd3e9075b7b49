import type { Api } from '../api/channel.ts';
import type {
  AccountView,
  ContactSuggestionView,
  ContactView,
  ConversationView,
  FileTransferView,
  PrivateChatView,
  RoomApprovalView,
  RoomInvitationView,
  RoomView,
  SubscriptionRequestView,
} from '../api/views.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type Watched, watchAll } from './watched.ts';
import { WatchedByAccount } from './watchedByAccount.ts';

/** A contact with its account. */
export interface OwnedContact {
  readonly account: AccountView;
  readonly contact: ContactView;
}

/** A conversation with its account. */
export interface OwnedConversation {
  readonly account: AccountView;
  readonly conversation: ConversationView;
}

/** A subscription request with its account. */
export interface OwnedRequest {
  readonly account: AccountView;
  readonly request: SubscriptionRequestView;
}

/** A room with its account. */
export interface OwnedRoom {
  readonly account: AccountView;
  readonly room: RoomView;
}

/** A chat with an occupant of a room, with its account. */
export interface OwnedPrivateChat {
  readonly account: AccountView;
  readonly chat: PrivateChatView;
}

/** An invitation to a room with its account. */
export interface OwnedInvitation {
  readonly account: AccountView;
  readonly invitation: RoomInvitationView;
}

/** A request to be approved in a room, with its account. */
export interface OwnedApproval {
  readonly account: AccountView;
  readonly approval: RoomApprovalView;
}

/** A file on its way with its account. */
export interface OwnedTransfer {
  readonly account: AccountView;
  readonly transfer: FileTransferView;
}

/** Contacts that a sender suggests, with the account. */
export interface OwnedSuggestion {
  readonly account: AccountView;
  readonly suggestion: ContactSuggestionView;
}

/** The data of trees, pickers and the status bar: all accounts with what belongs to each. */
export class ViewState implements Disposable {
  readonly #api: Api;
  readonly #owned = new DisposableStore();
  readonly #accounts: Watched<AccountView>;
  /** The accounts whose topics are watched. */
  readonly #followed = new Set<string>();
  readonly #accountsChanged = new Emitter<undefined>();
  readonly #contacts = new WatchedByAccount((account) =>
    watchAll(this.#api, 'contacts', { account }),
  );
  readonly #conversations = new WatchedByAccount((account) =>
    watchAll(this.#api, 'conversations', { account }),
  );
  readonly #requests = new WatchedByAccount((account) =>
    watchAll(this.#api, 'subscriptionRequests', { account }),
  );
  readonly #rooms = new WatchedByAccount((account) => watchAll(this.#api, 'rooms', { account }));
  readonly #privateChats = new WatchedByAccount((account) =>
    watchAll(this.#api, 'privateChats', { account }),
  );
  readonly #invitations = new WatchedByAccount((account) =>
    watchAll(this.#api, 'roomInvitations', { account }),
  );
  readonly #approvals = new WatchedByAccount((account) =>
    watchAll(this.#api, 'roomApprovals', { account }),
  );
  readonly #transfers = new WatchedByAccount((account) =>
    watchAll(this.#api, 'fileTransfers', { account }),
  );
  readonly #suggestions = new WatchedByAccount((account) =>
    watchAll(this.#api, 'contactSuggestions', { account }),
  );
  /** In the order in which changes of an account are reported. */
  readonly #topics = [
    this.#contacts,
    this.#conversations,
    this.#requests,
    this.#rooms,
    this.#privateChats,
    this.#invitations,
    this.#approvals,
    this.#transfers,
    this.#suggestions,
  ] as const;

  readonly onAccounts = this.#accountsChanged.event;
  readonly onContacts = this.#contacts.onDidChange;
  readonly onConversations = this.#conversations.onDidChange;
  readonly onRequests = this.#requests.onDidChange;
  readonly onRooms = this.#rooms.onDidChange;
  readonly onPrivateChats = this.#privateChats.onDidChange;
  readonly onInvitations = this.#invitations.onDidChange;
  readonly onApprovals = this.#approvals.onDidChange;
  readonly onTransfers = this.#transfers.onDidChange;
  readonly onSuggestions = this.#suggestions.onDidChange;

  constructor(api: Api) {
    this.#api = api;
    this.#accounts = this.#owned.add(watchAll(api, 'accounts', {}));
    this.#owned.add(
      this.#accounts.onDidChange(() => {
        this.#follow();
        this.#accountsChanged.fire(undefined);
      }),
    );
    this.#follow();
  }

  get accounts(): readonly AccountView[] {
    return this.#accounts.values();
  }

  account(id: string): AccountView | undefined {
    return this.#accounts.get(id);
  }

  /** The contacts of all accounts. */
  get contacts(): readonly OwnedContact[] {
    return this.accounts.flatMap((account) =>
      this.contactsOf(account.id).map((contact) => ({ account, contact })),
    );
  }

  contactsOf(account: string): readonly ContactView[] {
    return this.#contacts.of(account);
  }

  /** The conversations of all accounts, archived ones included; in no order. */
  get conversations(): readonly OwnedConversation[] {
    return this.accounts.flatMap((account) =>
      this.conversationsOf(account.id).map((conversation) => ({ account, conversation })),
    );
  }

  conversationsOf(account: string): readonly ConversationView[] {
    return this.#conversations.of(account);
  }

  conversation(account: string, id: string): ConversationView | undefined {
    return this.#conversations.get(account, id);
  }

  /** The subscription requests of all accounts. */
  get requests(): readonly OwnedRequest[] {
    return this.accounts.flatMap((account) =>
      this.#requests.of(account.id).map((request) => ({
        account,
        request,
      })),
    );
  }

  request(account: string, id: string): SubscriptionRequestView | undefined {
    return this.#requests.get(account, id);
  }

  /** The rooms of all accounts. */
  get rooms(): readonly OwnedRoom[] {
    return this.accounts.flatMap((account) =>
      this.roomsOf(account.id).map((room) => ({ account, room })),
    );
  }

  roomsOf(account: string): readonly RoomView[] {
    return this.#rooms.of(account);
  }

  room(account: string, id: string): RoomView | undefined {
    return this.#rooms.get(account, id);
  }

  /** The chats with occupants of rooms of all accounts. */
  get privateChats(): readonly OwnedPrivateChat[] {
    return this.accounts.flatMap((account) =>
      this.privateChatsOf(account.id).map((chat) => ({ account, chat })),
    );
  }

  privateChatsOf(account: string): readonly PrivateChatView[] {
    return this.#privateChats.of(account);
  }

  privateChat(account: string, id: string): PrivateChatView | undefined {
    return this.#privateChats.get(account, id);
  }

  /** Whether the account's chats with occupants were received; from other windows, with delay. */
  arePrivateChatsLoaded(account: string): boolean {
    return this.#privateChats.isLoaded(account);
  }

  /** The invitations to rooms of all accounts. */
  get invitations(): readonly OwnedInvitation[] {
    return this.accounts.flatMap((account) =>
      this.#invitations.of(account.id).map((invitation) => ({
        account,
        invitation,
      })),
    );
  }

  /** The requests to be approved in rooms of all accounts. */
  get approvals(): readonly OwnedApproval[] {
    return this.accounts.flatMap((account) =>
      this.#approvals.of(account.id).map((approval) => ({
        account,
        approval,
      })),
    );
  }

  /** The files on their way of all accounts, and those that have ended. */
  get transfers(): readonly OwnedTransfer[] {
    return this.accounts.flatMap((account) =>
      this.#transfers.of(account.id).map((transfer) => ({
        account,
        transfer,
      })),
    );
  }

  /** The contacts that others suggest, of all accounts. */
  get suggestions(): readonly OwnedSuggestion[] {
    return this.accounts.flatMap((account) =>
      this.#suggestions.of(account.id).map((suggestion) => ({
        account,
        suggestion,
      })),
    );
  }

  /** Whether what belongs to the account's rooms was received; from other windows, with delay. */
  areRoomsLoaded(account: string): boolean {
    const topics = [this.#rooms, this.#invitations, this.#approvals];
    return topics.every((topic) => topic.isLoaded(account));
  }

  /** Whether the account's contacts and requests were received; from other windows, with delay. */
  isLoaded(account: string): boolean {
    return this.#contacts.isLoaded(account) && this.#requests.isLoaded(account);
  }

  contact(account: string, id: string): ContactView | undefined {
    return this.#contacts.get(account, id);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const id of this.#followed) this.#leave(id);
  }

  /** Watches the topics of new accounts, and stops watching those of removed ones. */
  #follow(): void {
    for (const id of this.#followed) {
      if (this.#accounts.get(id)) continue;
      this.#leave(id);
      this.#tellAll(id);
    }
    for (const { id } of this.accounts) {
      if (this.#followed.has(id)) continue;
      this.#followed.add(id);
      for (const topic of this.#topics) topic.follow(id);
      this.#tellAll(id);
    }
  }

  #leave(account: string): void {
    for (const topic of this.#topics) topic.leave(account);
    this.#followed.delete(account);
  }

  #tellAll(account: string): void {
    for (const topic of this.#topics) topic.tellAll(account);
  }
}
