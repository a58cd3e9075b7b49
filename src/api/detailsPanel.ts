/** The messages between the tab of somebody's details and its panel; `type` distinguishes them. */
import type { UserError } from '../base/userError.ts';
import type {
  AccountId,
  AvatarView,
  CommonRoomView,
  ContactDetailsView,
  ContactView,
} from './views.ts';

/** The commands on somebody that the tab may run. */
export const DETAILS_COMMANDS = [
  'openChat',
  'sendCurrentFile',
  'addContact',
  'renameContact',
  'moveContact',
  'resendRequest',
  'muteChat',
  'unmuteChat',
  'blockContact',
  'unblockContact',
  'removeContact',
] as const;
export type DetailsCommand = (typeof DETAILS_COMMANDS)[number];

/** What can be done with a file of the chat. */
export const FILE_ACTIONS = ['save', 'open', 'compare'] as const;
export type FileAction = (typeof FILE_ACTIONS)[number];

/** Maximum length of a note, in UTF-16 code units. */
export const MAX_NOTE = 1024 * 1024;

/** A note that is not stored yet, and the one that it was made of. */
export interface UnsavedNote {
  readonly text: string;
  readonly before: string;
}

/** Tab → panel. Failures are shown by the panel, but for what concerns the note. */
export type DetailsRequest =
  /** The first message of every load: answered by all that is known. */
  | { readonly type: 'loaded' }
  /** Ask the server and the devices again. */
  | { readonly type: 'refresh' }
  /** Read the note, again. Answered by `note` or `noteUnread`. */
  | { readonly type: 'readNote' }
  /**
   * Store the note, unless it is no longer `before`; both are at most {@link MAX_NOTE} long.
   * Answered by `noteSaved`, `noteChanged` or `noteUnsaved`.
   */
  | { readonly type: 'saveNote'; readonly text: string; readonly before: string }
  /**
   * Keep what was typed of a note and is not stored yet, or that all is: the page may be closed with
   * the next event.
   */
  | { readonly type: 'keepNote'; readonly note: UnsavedNote | null }
  /** Open a clicked link of the card. The panel checks it. */
  | { readonly type: 'openLink'; readonly url: string }
  /** Copy the address to the clipboard. */
  | { readonly type: 'copyAddress' }
  /** Run a command of the editor on them. What changes something asks the user. */
  | { readonly type: 'command'; readonly command: DetailsCommand }
  /** Do something with the file that this message of the chat announces. */
  | {
      readonly type: 'file';
      readonly action: FileAction;
      readonly message: string;
      /** As {@link SharedFile.file}. */
      readonly file?: number;
    }
  /** Open the chat at the message that announces a file. */
  | { readonly type: 'showMessage'; readonly message: string }
  /** Open one of the rooms listed, by its bare JID. */
  | { readonly type: 'openRoom'; readonly room: string };

/** A file that was announced in the chat. */
export interface SharedFile {
  /** The id of the message that announced it. */
  readonly message: string;
  /** Its place among those of the message, from 0; absent for the first. */
  readonly file?: number;
  /** As chosen by its sender. */
  readonly name: string;
  readonly outgoing: boolean;
  /** When it was announced, in ms since 1970. */
  readonly time: number;
}

/** What is known of somebody without asking them. */
export interface KnownDetails {
  /** Of a stranger, who is no contact. */
  readonly contact: ContactView;
  /** Whether the account is online: only then presence is known, and a note can be stored. */
  readonly isOnline: boolean;
  /** As in the conversation. */
  readonly mutedUntil?: number | null;
  /** Whether there is a chat with them. */
  readonly hasChat: boolean;
}

/** Panel → tab. */
export type DetailsMessage =
  | { readonly type: 'known'; readonly known: KnownDetails }
  /** The answers so far; absent before the first request. */
  | { readonly type: 'answers'; readonly answers?: ContactDetailsView; readonly error?: UserError }
  /** The avatar with this hash; null if it cannot be had. */
  | { readonly type: 'picture'; readonly hash: string; readonly picture: AvatarView | null }
  /** The rooms that they are in together with us. */
  | { readonly type: 'rooms'; readonly rooms: readonly CommonRoomView[] }
  /** The last files of the chat, the newest first. */
  | { readonly type: 'files'; readonly files: readonly SharedFile[] }
  /** What was typed before the tab was closed, and could not be stored; it precedes `note`. */
  | { readonly type: 'noteKept'; readonly note: UnsavedNote }
  /** The note as it is at the server. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'noteUnread'; readonly error: UserError }
  /** This is what is stored now. */
  | { readonly type: 'noteSaved'; readonly text: string }
  /** Nothing was stored: another client has stored this meanwhile. */
  | { readonly type: 'noteChanged'; readonly text: string }
  | { readonly type: 'noteUnsaved'; readonly error: UserError };

/** The state of a tab stored over a reload (`setState`), from which the panel is restored. */
export interface DetailsState {
  readonly account: AccountId;
  readonly chat: string;
  readonly note?: UnsavedNote;
}
