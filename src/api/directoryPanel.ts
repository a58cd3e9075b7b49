/**
 * The messages between the tab of a user search and its panel besides the contract of channel.ts:
 * only what needs the editor itself. Both use the same `postMessage`; `type` distinguishes them.
 */
import type { AccountId } from './views.ts';

/** Tab → panel. There are no answers: the panel itself shows failures to the user. */
export type DirectoryRequest =
  /** The first message of every load. */
  | { readonly type: 'loaded' }
  /** Run a command of the editor on a user found, by their bare JID. */
  | { readonly type: 'userCommand'; readonly command: UserCommand; readonly user: string };

/** The commands on a user that the tab may run, in the order of its menu. */
export const USER_COMMANDS = [
  'openChat',
  'contactDetails',
  'addContact',
  'sendCurrentFile',
  'inviteToRoom',
  'copyJid',
] as const;
export type UserCommand = (typeof USER_COMMANDS)[number];

/** Panel → tab. */
export type DirectoryCommand =
  /** Move the focus to the form. */
  | { readonly type: 'focusForm' }
  /** The account is online again: what failed for want of a connection may be tried again. */
  | { readonly type: 'online' };

/** What was typed, by the names of the fields of a form. */
export type TypedValues = Readonly<Record<string, readonly string[]>>;

/** The state of a tab stored over a reload (`setState`), from which the panel is restored. */
export interface DirectoryState {
  readonly account: AccountId;
  /** The server that was looked for by its address; absent for the account's own. */
  readonly server?: string;
  /** The JID of the directory that is searched. */
  readonly directory?: string;
  /** What is typed in the forms of directories, by their JIDs. */
  readonly typed: Readonly<Record<string, TypedValues>>;
  /** The last search, if it was one of the form. */
  readonly searched?: TypedValues;
  readonly filter: string;
  /** By name of the column; empty for the address. */
  readonly sortedBy: string;
  readonly isDescending: boolean;
}
