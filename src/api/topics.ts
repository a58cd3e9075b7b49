/** The topics of the contract: their parameters and items. */
import type { UserError } from '../base/userError.ts';
import type {
  OfAccount,
  OfChat,
  OfOccupants,
  OfPages,
  OfSenders,
  OfSource,
  WindowState,
} from './requests.ts';
import type {
  AccountView,
  AttentionView,
  ChatView,
  CommonRoomView,
  ContactDetailsView,
  ContactSuggestionView,
  ContactView,
  ConversationView,
  FileTransferView,
  MessageView,
  OccupantsView,
  PieceView,
  PrivateChatView,
  RoomActivityView,
  RoomApprovalView,
  RoomInvitationView,
  RoomView,
  SenderAvatarsView,
  SubscriptionRequestView,
  TransferView,
} from './views.ts';

/** topic → parameters and item. `chat` has a single item: its head. */
export interface Topics {
  accounts: { params: Record<string, never>; item: AccountView };
  /** The accounts that were removed from this machine since the start, with all their messages. */
  removedAccounts: { params: Record<string, never>; item: { readonly id: string } };
  contacts: { params: OfAccount; item: ContactView };
  /** The chats with content or options, archived ones included; in no order. */
  conversations: { params: OfAccount; item: ConversationView };
  chat: { params: OfPages; item: ChatView };
  /**
   * Initially the newest page; `loadOlder` and `loadNewer` extend it, `loadAround` moves it, and
   * messages too far away are removed. Ordered by position in the list, not by arrival.
   */
  messages: { params: OfPages; item: MessageView };
  /** The rooms that are bookmarked, or that the user is or was in since the start. */
  rooms: { params: OfAccount; item: RoomView };
  /** The chats with occupants of rooms that have messages. */
  privateChats: { params: OfAccount; item: PrivateChatView };
  /** A part of a room's list of occupants, as its single item. */
  occupants: { params: OfOccupants; item: OccupantsView };
  /**
   * What happened lately in a room besides messages, in order: at most 200 entries, and only since
   * we came in. Where comings and goings are not shown, what concerns us.
   */
  roomActivity: { params: OfChat; item: RoomActivityView };
  /** The avatars of senders of a room, as its single item; of those who left there are no news. */
  senderAvatars: { params: OfSenders; item: SenderAvatarsView };
  /** The invitations to rooms that wait for an answer. */
  roomInvitations: { params: OfAccount; item: RoomInvitationView };
  /** The requests of others that we may approve, in the rooms that we are in. */
  roomApprovals: { params: OfAccount; item: RoomApprovalView };
  /** The files on their way to us and to others, and those that have ended, until they are cleared. */
  fileTransfers: { params: OfAccount; item: FileTransferView };
  /** The outgoing file transfers of a chat. */
  transfers: { params: OfChat; item: TransferView };
  /**
   * Offers a file of this window, for as long as it watches: the pieces of it that are wanted now.
   * Each is answered by `givePiece` or `failPiece`.
   */
  wantedPieces: { params: OfSource; item: PieceView };
  /** The pending subscription requests. */
  subscriptionRequests: { params: OfAccount; item: SubscriptionRequestView };
  /** The contacts that others suggest, which wait for the user. */
  contactSuggestions: { params: OfAccount; item: ContactSuggestionView };
  /**
   * Queries a contact's server and devices, once, for at most five seconds; the single item grows
   * with each answer. Unavailable while offline.
   */
  contactDetails: { params: OfChat; item: ContactDetailsView };
  /** The rooms that somebody is in together with us, as far as real addresses are shown there. */
  commonRooms: { params: OfChat; item: CommonRoomView };
  /**
   * Where the user is active: a window reports its state by watching, for as long as it watches.
   * The single item is the result of all windows' states for this one.
   */
  attention: { params: WindowState; item: AttentionView };
}

export type Topic = keyof Topics;

/**
 * What a watcher receives: first `snapshot`, the whole; then idempotent upserts by id. A new item
 * is inserted before the item named by `before`, or appended. A later snapshot replaces everything.
 *
 * `unavailable` says why there are no updates until the next snapshot; the last state received
 * remains. Topics of an account follow its id: while it is signed out they are empty and
 * unavailable with the code `no-account`; after signing in again, a snapshot is sent.
 */
export type Change<T> =
  | { readonly kind: 'unavailable'; readonly error: UserError }
  | { readonly kind: 'snapshot'; readonly items: readonly T[] }
  | { readonly kind: 'upsert'; readonly items: readonly T[]; readonly before?: string }
  | { readonly kind: 'remove'; readonly ids: readonly string[] };
