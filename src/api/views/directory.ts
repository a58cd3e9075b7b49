import type { FormFieldView } from './form.ts';

/** A service that can be searched. Remote text. */
export interface DirectoryView {
  /** The JID of the service. */
  readonly id: string;
  /** May be empty. */
  readonly name: string;
  /** What is found there; `accounts`: the server's own list, for its administrators. */
  readonly kind: 'users' | 'accounts' | 'rooms' | 'gateway';
}

/** What can be searched for. Remote text. */
export interface SearchFormView {
  readonly title: string;
  readonly instructions: string;
  /** Without those that are not for users; none if there is only a list of all. */
  readonly fields: readonly FormFieldView[];
}

/** A column of the users found. Remote text. */
export interface UserColumnView {
  readonly name: string;
  readonly label: string;
}

/** A user found. Remote text. */
export interface FoundUserView {
  /** The bare JID. */
  readonly id: string;
  /** One line for each column, as far as there is one; empty for none. */
  readonly values: readonly string[];
}

/** A part of what a search finds. */
export interface FoundUsersView {
  /** The columns of all parts so far; later parts only add some. */
  readonly columns: readonly UserColumnView[];
  /** May be empty before the end. */
  readonly users: readonly FoundUserView[];
  /** For `findMoreUsers`; absent at the end. */
  readonly next?: string;
  /** Whether all were found: yes; perhaps not; or no, as there are too many for one list. */
  readonly completeness: 'whole' | 'perhaps' | 'capped';
}
