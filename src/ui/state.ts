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
import { type Changed, type Watched, watchAll } from './watched.ts';

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

/** Contacts that somebody suggests, with the account. */
export interface OwnedSuggestion {
  readonly account: AccountView;
  readonly suggestion: ContactSuggestionView;
}

/** Changes of an account; `all` also if the account was added or removed. */
export interface ChangedOf<T> {
  readonly account: string;
  readonly changed: Changed<T>;
}

/** The watched topics of one account. */
interface Following {
  readonly contacts: Watched<ContactView>;
  readonly conversations: Watched<ConversationView>;
  readonly requests: Watched<SubscriptionRequestView>;
  readonly rooms: Watched<RoomView>;
  readonly privateChats: Watched<PrivateChatView>;
  readonly invitations: Watched<RoomInvitationView>;
  readonly approvals: Watched<RoomApprovalView>;
  readonly transfers: Watched<FileTransferView>;
  readonly suggestions: Watched<ContactSuggestionView>;
}

/** The data of trees, pickers and the status bar: all accounts with what belongs to each. */
export class ViewState implements Disposable {
  readonly #api: Api;
  readonly #owned = new DisposableStore();
  readonly #accounts: Watched<AccountView>;
  readonly #following = new Map<string, Following>();
  readonly #accountsChanged = new Emitter<undefined>();
  readonly #contactsChanged = new Emitter<ChangedOf<ContactView>>();
  readonly #conversationsChanged = new Emitter<ChangedOf<ConversationView>>();
  readonly #requestsChanged = new Emitter<ChangedOf<SubscriptionRequestView>>();
  readonly #roomsChanged = new Emitter<ChangedOf<RoomView>>();
  readonly #privateChatsChanged = new Emitter<ChangedOf<PrivateChatView>>();
  readonly #invitationsChanged = new Emitter<ChangedOf<RoomInvitationView>>();
  readonly #approvalsChanged = new Emitter<ChangedOf<RoomApprovalView>>();
  readonly #transfersChanged = new Emitter<ChangedOf<FileTransferView>>();
  readonly #suggestionsChanged = new Emitter<ChangedOf<ContactSuggestionView>>();

  readonly onAccounts = this.#accountsChanged.event;
  readonly onContacts = this.#contactsChanged.event;
  readonly onConversations = this.#conversationsChanged.event;
  readonly onRequests = this.#requestsChanged.event;
  readonly onRooms = this.#roomsChanged.event;
  readonly onPrivateChats = this.#privateChatsChanged.event;
  readonly onInvitations = this.#invitationsChanged.event;
  readonly onApprovals = this.#approvalsChanged.event;
  readonly onTransfers = this.#transfersChanged.event;
  readonly onSuggestions = this.#suggestionsChanged.event;

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
    return this.#following.get(account)?.contacts.values() ?? [];
  }

  /** The conversations of all accounts, archived ones included; in no order. */
  get conversations(): readonly OwnedConversation[] {
    return this.accounts.flatMap((account) =>
      this.conversationsOf(account.id).map((conversation) => ({ account, conversation })),
    );
  }

  conversationsOf(account: string): readonly ConversationView[] {
    return this.#following.get(account)?.conversations.values() ?? [];
  }

  conversation(account: string, id: string): ConversationView | undefined {
    return this.#following.get(account)?.conversations.get(id);
  }

  /** The subscription requests of all accounts. */
  get requests(): readonly OwnedRequest[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.requests.values() ?? []).map((request) => ({
        account,
        request,
      })),
    );
  }

  request(account: string, id: string): SubscriptionRequestView | undefined {
    return this.#following.get(account)?.requests.get(id);
  }

  /** The rooms of all accounts. */
  get rooms(): readonly OwnedRoom[] {
    return this.accounts.flatMap((account) =>
      this.roomsOf(account.id).map((room) => ({ account, room })),
    );
  }

  roomsOf(account: string): readonly RoomView[] {
    return this.#following.get(account)?.rooms.values() ?? [];
  }

  room(account: string, id: string): RoomView | undefined {
    return this.#following.get(account)?.rooms.get(id);
  }

  /** The chats with occupants of rooms of all accounts. */
  get privateChats(): readonly OwnedPrivateChat[] {
    return this.accounts.flatMap((account) =>
      this.privateChatsOf(account.id).map((chat) => ({ account, chat })),
    );
  }

  privateChatsOf(account: string): readonly PrivateChatView[] {
    return this.#following.get(account)?.privateChats.values() ?? [];
  }

  privateChat(account: string, id: string): PrivateChatView | undefined {
    return this.#following.get(account)?.privateChats.get(id);
  }

  /** Whether the account's chats with occupants were received; from other windows, with delay. */
  arePrivateChatsLoaded(account: string): boolean {
    return this.#following.get(account)?.privateChats.isLoaded === true;
  }

  /** The invitations to rooms of all accounts. */
  get invitations(): readonly OwnedInvitation[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.invitations.values() ?? []).map((invitation) => ({
        account,
        invitation,
      })),
    );
  }

  /** The requests to be approved in rooms of all accounts. */
  get approvals(): readonly OwnedApproval[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.approvals.values() ?? []).map((approval) => ({
        account,
        approval,
      })),
    );
  }

  /** The files on their way of all accounts, and those that have ended. */
  get transfers(): readonly OwnedTransfer[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.transfers.values() ?? []).map((transfer) => ({
        account,
        transfer,
      })),
    );
  }

  /** The contacts that others suggest, of all accounts. */
  get suggestions(): readonly OwnedSuggestion[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.suggestions.values() ?? []).map((suggestion) => ({
        account,
        suggestion,
      })),
    );
  }

  /** Whether what belongs to the account's rooms was received; from other windows, with delay. */
  areRoomsLoaded(account: string): boolean {
    const { rooms, invitations, approvals } = this.#following.get(account) ?? {};
    return [rooms, invitations, approvals].every((watched) => watched?.isLoaded === true);
  }

  /** Whether the account's contacts and requests were received; from other windows, with delay. */
  isLoaded(account: string): boolean {
    const following = this.#following.get(account);
    return following !== undefined && following.contacts.isLoaded && following.requests.isLoaded;
  }

  contact(account: string, id: string): ContactView | undefined {
    return this.#following.get(account)?.contacts.get(id);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const id of this.#following.keys()) this.#leave(id);
  }

  /** Watches the topics of new accounts, and stops watching those of removed ones. */
  #follow(): void {
    for (const id of this.#following.keys()) {
      if (this.#accounts.get(id)) continue;
      this.#leave(id);
      this.#tellAll(id);
    }
    for (const { id: account } of this.accounts) {
      if (this.#following.has(account)) continue;
      const contacts = watchAll(this.#api, 'contacts', { account });
      const conversations = watchAll(this.#api, 'conversations', { account });
      const requests = watchAll(this.#api, 'subscriptionRequests', { account });
      const rooms = watchAll(this.#api, 'rooms', { account });
      const privateChats = watchAll(this.#api, 'privateChats', { account });
      const invitations = watchAll(this.#api, 'roomInvitations', { account });
      const approvals = watchAll(this.#api, 'roomApprovals', { account });
      const transfers = watchAll(this.#api, 'fileTransfers', { account });
      const suggestions = watchAll(this.#api, 'contactSuggestions', { account });
      this.#following.set(account, {
        ...{ contacts, conversations, requests, rooms, privateChats, invitations, approvals },
        ...{ transfers, suggestions },
      });
      contacts.onDidChange((changed) => {
        this.#contactsChanged.fire({ account, changed });
      });
      conversations.onDidChange((changed) => {
        this.#conversationsChanged.fire({ account, changed });
      });
      requests.onDidChange((changed) => {
        this.#requestsChanged.fire({ account, changed });
      });
      rooms.onDidChange((changed) => {
        this.#roomsChanged.fire({ account, changed });
      });
      privateChats.onDidChange((changed) => {
        this.#privateChatsChanged.fire({ account, changed });
      });
      invitations.onDidChange((changed) => {
        this.#invitationsChanged.fire({ account, changed });
      });
      approvals.onDidChange((changed) => {
        this.#approvalsChanged.fire({ account, changed });
      });
      transfers.onDidChange((changed) => {
        this.#transfersChanged.fire({ account, changed });
      });
      suggestions.onDidChange((changed) => {
        this.#suggestionsChanged.fire({ account, changed });
      });
      this.#tellAll(account);
    }
  }

  #leave(account: string): void {
    const following = this.#following.get(account);
    if (!following) return;
    for (const watched of Object.values(following) as readonly Disposable[]) watched.dispose();
    this.#following.delete(account);
  }

  #tellAll(account: string): void {
    this.#contactsChanged.fire({ account, changed: 'all' });
    this.#conversationsChanged.fire({ account, changed: 'all' });
    this.#requestsChanged.fire({ account, changed: 'all' });
    this.#roomsChanged.fire({ account, changed: 'all' });
    this.#privateChatsChanged.fire({ account, changed: 'all' });
    this.#invitationsChanged.fire({ account, changed: 'all' });
    this.#approvalsChanged.fire({ account, changed: 'all' });
    this.#transfersChanged.fire({ account, changed: 'all' });
    this.#suggestionsChanged.fire({ account, changed: 'all' });
  }
}
