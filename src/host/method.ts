import type * as v from 'valibot';
import type { Method, OfAccount, OfChat, Requests } from '../api/requests.ts';
import type { Accounts } from '../model/account/accounts.ts';
import type { MessagePages } from './messagePages.ts';

/** What requests are answered from. */
export interface Served {
  readonly accounts: Accounts;
  readonly pages: MessagePages;
}

/**
 * Whether a chat tab may make a request: never, about its own chat, or about the account of it. Only
 * requests that name a chat or an account can be given to a tab.
 */
export type TabRight<Params = OfChat> =
  | 'none'
  | (Params extends OfChat ? 'chat' : never)
  | (Params extends OfAccount ? 'account' : never);

/** All facts of a request; its types are those of the contract (`api/requests.ts`). */
export interface MethodRow<M extends Method> {
  /** What may come over a channel; anything else is refused. */
  readonly params: v.GenericSchema<unknown, Requests[M]['params']>;
  readonly tab: TabRight<Requests[M]['params']>;
  /** Whether twice is as good as once: then it is asked again when nobody knows whether it was done. */
  readonly repeatable: boolean;
  /** Has the model do it. @throws Failure */
  readonly run: (served: Served, params: Requests[M]['params']) => Promise<Requests[M]['result']>;
}

/** A row for every request. */
export type MethodTable = { readonly [M in Method]: MethodRow<M> };
