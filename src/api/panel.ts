/**
 * The messages between a chat tab and its panel besides the contract of channel.ts: only what needs
 * the editor itself. Both use the same `postMessage`; `type` distinguishes them.
 */
import type { AccountId, ChatView, DraftView, MessageView } from './views.ts';

/**
 * Chat tab → panel. There are no answers: the panel itself shows failures to the user. Messages are
 * named by id, never by a path or a URL chosen by the tab.
 */
export type PanelRequest =
  /** The first message of every load, and whose page it is: watches of an earlier load have ended. */
  | { readonly type: 'loaded'; readonly account: string; readonly chat: string }
  /** What the page has on screen, for the chat's next page, in a tab or in the view. */
  | { readonly type: 'keep'; readonly state: PanelState }
  /** Let the user go to another chat; the only request of the view while it shows none. */
  | { readonly type: 'goToChat' }
  /** The time zone (IANA) of the tab: the browser's, which may be on another machine. */
  | { readonly type: 'timeZone'; readonly timeZone: string }
  /** Open a clicked link: `https:`, `http:`, `mailto:` or `xmpp:`. The panel checks again. */
  | { readonly type: 'openLink'; readonly url: string }
  /** Save the file that this message announces; the panel asks where. */
  | ({ readonly type: 'saveFile' } & MessageFile)
  /** Accept the file that this message offers; the panel knows where it goes. */
  | { readonly type: 'acceptFile'; readonly message: string }
  /** Show where the file of this message was saved. */
  | ({ readonly type: 'revealFile' } & MessageFile)
  /** Let the user choose another way for a transfer of this chat, by its id. */
  | { readonly type: 'sendAnotherWay'; readonly transfer: string }
  /** Show the file that this message announces as text. */
  | ({ readonly type: 'openFile' } & MessageFile)
  /** Let the user sign in to the account of this chat. */
  | { readonly type: 'signIn' }
  /** Let the user choose their presence in the account of this chat. */
  | { readonly type: 'setPresence' }
  /** Let the user choose a file and send it. */
  | ({ readonly type: 'chooseFile' } & WithCaption)
  /** Send the file of the active editor; the panel asks the user first. */
  | { readonly type: 'sendCurrentFile' }
  /**
   * Let the user choose a contact to link to, among those that what was typed, at most
   * {@link MAX_QUERY} long, fits. The page learns the address of the chosen one alone.
   */
  | { readonly type: 'pickContact'; readonly query: string }
  /** Copy text shown by the tab, at most {@link MAX_TEXT} long, to the clipboard. */
  | { readonly type: 'copyText'; readonly text: string }
  /** Insert code at the cursor of the text editor used last. */
  | { readonly type: 'insertCode'; readonly code: string }
  /** Open code in an untitled editor, in its language if the editor knows it. */
  | { readonly type: 'openCode'; readonly code: string; readonly language?: string }
  /** Show a diff between the file edited last and the one announced by this message. */
  | ({ readonly type: 'compareFile' } & MessageFile)
  /** Show the picture that this message announces in a tab of its own. */
  | ({ readonly type: 'viewFile' } & MessageFile)
  /** Fetch the picture announced by this message, to be shown in the tab. */
  | ({ readonly type: 'previewFile' } & MessageFile)
  /** The same without being asked by the user, while `showPictures` allows it: no failure is shown. */
  | ({ readonly type: 'showPicture' } & MessageFile)
  /**
   * Send dropped or pasted files, with their content: at most {@link MAX_GIVEN_FILES} with
   * {@link MAX_GIVEN_BYTES} together.
   */
  | ({ readonly type: 'sendFiles'; readonly files: readonly GivenFile[] } & WithCaption)
  /**
   * Send dropped files of the editor, at most {@link MAX_GIVEN_FILES}, by URI. The panel asks the
   * user first: only they know whether they dropped these.
   */
  | ({ readonly type: 'sendUris'; readonly uris: readonly string[] } & WithCaption)
  /** Run a command of the editor on this contact or stranger: it asks before it lets in more. */
  | { readonly type: 'contactCommand'; readonly command: ContactCommand }
  /** Run a command of the editor on this room: it asks the user, and shows failures. */
  | { readonly type: 'roomCommand'; readonly command: RoomCommand }
  /**
   * Open the chat with an occupant of this room, or of the room of this chat; their nick is at most
   * {@link MAX_NICK} long.
   */
  | { readonly type: 'openPrivate'; readonly nick: string }
  /** Remove a message of another occupant for all in this room; the panel asks why. */
  | { readonly type: 'moderate'; readonly message: string }
  /** Run a command of the editor on an occupant of this room: the user is asked first. */
  | {
      readonly type: 'occupantCommand';
      readonly command: OccupantCommand;
      /** Their nick, at most {@link MAX_NICK} long. */
      readonly nick: string;
      /** The proposed reason, at most {@link MAX_REASON} long; may be empty. */
      readonly reason: string;
    };

/** Files to send. */
interface WithCaption {
  /** What is typed, at most {@link MAX_CAPTION} long: it goes with them if they are several. */
  readonly caption?: string;
}

/** A file that a message shares. */
interface MessageFile {
  readonly message: string;
  /** Its place among those of the message, from 0; absent for the first. */
  readonly file?: number;
}

/** The commands that the tab of a contact or stranger may run. */
export const CONTACT_COMMANDS = ['accept', 'add', 'block', 'details', 'ignore', 'unblock'] as const;
export type ContactCommand = (typeof CONTACT_COMMANDS)[number];

/** The commands that the tab of a room, or of an occupant of it, may run; `rejoin` does what the room wants for it. */
export const ROOM_COMMANDS = [
  'join',
  'rejoin',
  'leave',
  'changeNick',
  'setSubject',
  'invite',
  'details',
] as const;
export type RoomCommand = (typeof ROOM_COMMANDS)[number];

/** Those on an occupant. */
export const OCCUPANT_COMMANDS = [
  'grantVoice',
  'revokeVoice',
  'grantModerator',
  'revokeModerator',
  'changeAffiliation',
  'kick',
  'ban',
  'block',
  'unblock',
] as const;
export type OccupantCommand = (typeof OCCUPANT_COMMANDS)[number];

/** A file passed by the user to the tab. */
export interface GivenFile {
  /** A file name without a path. */
  readonly name: string;
  readonly content: Uint8Array;
  /** A small picture of it, as a `data:` URL. */
  readonly thumbnail?: string;
}

export const MAX_GIVEN_FILES = 50;
/** Maximum size of all files of a request together, in bytes; they are held in memory. */
export const MAX_GIVEN_BYTES = 100 * 1000 * 1000;

/** Maximum length of what is said with files, in UTF-16 code units, as of any message. */
export const MAX_CAPTION = 65_536;

/** Maximum lengths of a file name and of a URI, in UTF-16 code units. */
export const MAX_NAME = 255;
export const MAX_URI = 8192;

/** Maximum length of a JID, in UTF-16 code units (RFC 7622 §3.1). */
export const MAX_ADDRESS = 3071;

/** Maximum length of a time zone's name, in UTF-16 code units. */
export const MAX_ZONE = 100;

/** Maximum length of the beginning of a name, in UTF-16 code units. */
export const MAX_QUERY = 100;

/** Maximum lengths of a nick and a reason, in UTF-16 code units. */
export const MAX_NICK = 1023;
export const MAX_REASON = 1000;

/** Maximum length of a text in a request, in UTF-16 code units; no stanza carries a longer one. */
export const MAX_TEXT = 4 * 1024 * 1024;

/** Panel → chat tab. */
export type PanelCommand =
  | { readonly type: 'focusInput' }
  /** A requested picture; its type and size are determined from its content. */
  | ({ readonly type: 'preview'; readonly content: Uint8Array<ArrayBuffer> } & MessageFile)
  /** Whether the user wants pictures shown by themselves in this chat; false until it is known. */
  | { readonly type: 'showPictures'; readonly wanted: boolean }
  /** Whether this window has the focus; sent after `loaded`, and on every change. */
  | { readonly type: 'windowFocused'; readonly focused: boolean }
  /** Jump to a message of this chat, by its id, wherever in the history it is. */
  | { readonly type: 'showMessage'; readonly message: string }
  /** Ask for a date to jump to. */
  | { readonly type: 'jumpToDate' }
  /** Begin a reply to the message that has the focus, else to the newest one of others. */
  | { readonly type: 'reply' }
  /** Insert the link that `pickContact` has brought, where it was asked for. */
  | { readonly type: 'insertText'; readonly text: string }
  /** Add a text to the draft, for the user to send or not; the cursor is behind it, or before it. */
  | { readonly type: 'addText'; readonly text: string; readonly cursor?: 'before' }
  /** This text, if it still is the draft, goes with files and is no draft any more. */
  | { readonly type: 'captionTaken'; readonly text: string }
  /** The number of unread messages of all other chats that notify; sent to the view only. */
  | { readonly type: 'others'; readonly unread: number };

/** Where a chat is shown: in an editor tab, or in the view. */
export type ChatPlace = 'tab' | 'view';

/** What a tab shows until its watches are answered: part of its page. */
export interface FirstPage {
  readonly head: ChatView;
  /** The newest page of messages, oldest first. */
  readonly messages: readonly MessageView[];
}

/**
 * The state of a page stored over a reload (`setState`), from which the panel is restored, and kept
 * by the panel for the chat's next page.
 */
export interface PanelState extends DraftView {
  readonly account: AccountId;
  /** The bare JID of the contact, or of the room. */
  readonly chat: string;
  /** Whether the host may lack the draft; absent if it has it. */
  readonly unsaved?: true;
  /** The topmost visible message, its text's distance from the top in CSS px; absent at the end. */
  readonly anchor?: ScrollAnchor;
  /** Recently picked emoji, the newest first. */
  readonly emoji?: readonly string[];
  /** Whether the list of the room's occupants is shown. */
  readonly showsOccupants?: true;
  /** When it was stored, in ms since 1970: of two, the newer counts. */
  readonly at?: number;
}

export interface ScrollAnchor {
  readonly message: string;
  readonly offset: number;
}
