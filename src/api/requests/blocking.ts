import type { AccountId, ReportReason } from '../views.ts';
import type { OfAccount, OfChat } from './params.ts';

/** An address of any kind: a full or bare JID, or a domain. */
interface OfAddress {
  readonly account: AccountId;
  readonly address: string;
}

/** Requests against unwanted people (XEP-0191): method → parameters and result. */
export interface BlockingRequests {
  /** The blocked addresses, the latest last. */
  getBlocked: { params: OfAccount; result: readonly string[] };
  /** Blocks an address for all clients of the account; with a report, where the server takes any. */
  block: {
    params: OfAddress & {
      readonly report?: { readonly reason: ReportReason; readonly text: string };
    };
    result: null;
  };
  /** Ends the block of an address of the list. */
  unblock: { params: OfAddress; result: null };
  unblockAll: { params: OfAccount; result: null };
  /** The user takes part in the chat that a stranger has begun. */
  acceptChat: { params: OfChat; result: null };
  /** The user wants to see nothing more of it. */
  ignoreChat: { params: OfChat; result: null };
}
