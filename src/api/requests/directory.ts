import type { DirectoryView, FoundUsersView, SearchFormView } from '../views.ts';
import type { OfAccount } from './params.ts';

/** What is looked for in a directory. */
export type UserQueryParams =
  /** Everybody, as far as the directory lists them. */
  | { readonly kind: 'all' }
  /** Everybody, by the first letters of their names: many requests of the server. */
  | { readonly kind: 'letters' }
  /** By the fields of its form; absent ones are sent with their presets. */
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, readonly string[]>> };

/** Requests about finding users: method → parameters and result. */
export interface DirectoryRequests {
  /**
   * What can be searched at a server, by its JID, or null for the account's own; what has users
   * comes first. Rejects with `no-directory` if there is nothing.
   */
  findDirectories: {
    params: OfAccount & { readonly server: string | null };
    result: readonly DirectoryView[];
  };
  /** What a directory, by its JID, can be searched for. */
  getSearchForm: { params: OfAccount & { readonly directory: string }; result: SearchFormView };
  /** Begins a search. Rejects with `search-refused` if something else may be accepted. */
  searchUsers: {
    params: OfAccount & { readonly directory: string; readonly query: UserQueryParams };
    result: FoundUsersView;
  };
  /** The next part of a search. Rejects with `search-outdated` if it has ended. */
  findMoreUsers: { params: OfAccount & { readonly next: string }; result: FoundUsersView };
}
