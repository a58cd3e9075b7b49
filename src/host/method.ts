import type * as v from 'valibot';
import type { Method, OfAccount, OfChat, Requests } from '../api/requests.ts';
import type { Accounts } from '../model/account/accounts.ts';
import type { FileSources } from './fileSources.ts';
import type { MessagePages } from './messagePages.ts';

/** The model objects that requests are served from. */
export interface Served {
  readonly accounts: Accounts;
  readonly pages: MessagePages;
  readonly sources: FileSources;
}

/**
 * Which tab may make a request: none; that of a chat, for the chat or its account; or that of the
 * user search of an account. Only requests that name a chat or an account can be granted to a tab.
 */
export type TabRight<Params = OfChat> =
  | 'none'
  | (Params extends OfChat ? 'chat' : never)
  | (Params extends OfAccount ? 'account' | 'directory' : never);

/** The definition of a request; its types are those of the contract (`api/requests.ts`). */
export interface MethodRow<M extends Method> {
  /** The schema of parameters received over a channel; invalid ones are refused. */
  readonly params: v.GenericSchema<unknown, Requests[M]['params']>;
  readonly tab: TabRight<Requests[M]['params']>;
  /** Whether it is idempotent: then it is repeated when its outcome is unknown. */
  readonly repeatable: boolean;
  /** Runs it in the model. @throws Failure */
  readonly run: (served: Served, params: Requests[M]['params']) => Promise<Requests[M]['result']>;
}

/** The definitions of all requests. */
export type MethodTable = { readonly [M in Method]: MethodRow<M> };
