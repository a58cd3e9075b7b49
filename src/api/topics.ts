/** What can be watched: each topic's parameters and items. */
import type { UserError } from '../base/userError.ts';
import type { OfAccount, OfChat, OfPages, WindowState } from './requests.ts';
import type {
  AccountView,
  AttentionView,
  ChatView,
  ContactDetailsView,
  ContactView,
  MessageView,
  SubscriptionRequestView,
  TransferView,
} from './views.ts';

/** topic → parameters and item. The items of `chat` are one: its head. */
export interface Topics {
  accounts: { params: Record<string, never>; item: AccountView };
  contacts: { params: OfAccount; item: ContactView };
  chat: { params: OfPages; item: ChatView };
  /**
   * The newest page first; `loadOlder` and `loadNewer` widen it, `loadAround` moves it, and what
   * is then too far away is removed. Ordered by the list, not by arrival here.
   */
  messages: { params: OfPages; item: MessageView };
  /** The files that are on their way to a chat. */
  transfers: { params: OfChat; item: TransferView };
  /** Who waits to be allowed to see our presence. */
  subscriptionRequests: { params: OfAccount; item: SubscriptionRequestView };
  /**
   * Asks a contact's server and devices, once, for at most five seconds; the one item grows with each
   * answer. Unavailable while offline.
   */
  contactDetails: { params: OfChat; item: ContactDetailsView };
  /**
   * Where the user is: a window says its part of it by watching, and holds it for as long. The item
   * is one: what follows from all of them for this window.
   */
  attention: { params: WindowState; item: AttentionView };
}

export type Topic = keyof Topics;

/**
 * What a watcher hears: first `snapshot`, the whole; then idempotent upserts by id. A new item
 * stands before the item named by `before`, or last. A second snapshot replaces everything.
 *
 * `unavailable` says why nothing is told until the next snapshot; what was told before is the last
 * that is known. Topics of an account follow its id: while it is signed out they are empty and
 * unavailable with the code `no-account`, and a snapshot comes when it is signed in again.
 */
export type Change<T> =
  | { readonly kind: 'unavailable'; readonly error: UserError }
  | { readonly kind: 'snapshot'; readonly items: readonly T[] }
  | { readonly kind: 'upsert'; readonly items: readonly T[]; readonly before?: string }
  | { readonly kind: 'remove'; readonly ids: readonly string[] };
