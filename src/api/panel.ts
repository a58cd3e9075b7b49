/**
 * What a chat tab and the panel around it say to each other besides the contract of channel.ts:
 * only what needs the editor itself. Both travel over the same `postMessage`; `type` tells them apart.
 */
import type { AccountId, DraftView } from './views.ts';

/**
 * Chat tab → panel. Nothing is answered: the panel tells the user about a failure itself.
 * Messages are named by id, never by a path or an address of the tab's choosing.
 */
export type PanelRequest =
  /** The first message of every load: what an earlier load has watched is for nobody now. */
  | { readonly type: 'loaded' }
  /** The time zone (IANA) that the tab shows times in: the browser's, which may be on another machine. */
  | { readonly type: 'timeZone'; readonly timeZone: string }
  /** The user clicked a link: `https:`, `http:`, `mailto:` or `xmpp:`. The panel checks again. */
  | { readonly type: 'openLink'; readonly url: string }
  /** Save the file that this message announces; the panel asks where. */
  | { readonly type: 'saveFile'; readonly message: string }
  /** Show the file that this message announces as text. */
  | { readonly type: 'openFile'; readonly message: string }
  /** Let the user sign in to the account of this chat. */
  | { readonly type: 'signIn' }
  /** Let the user choose their presence in the account of this chat. */
  | { readonly type: 'setPresence' }
  /** Let the user choose a file and send it. */
  | { readonly type: 'chooseFile' }
  /** Send what is in the active editor; the panel asks the user first. */
  | { readonly type: 'sendCurrentFile' }
  /** Put text that the tab shows, at most {@link MAX_TEXT} long, into the clipboard. */
  | { readonly type: 'copyText'; readonly text: string }
  /** Insert code at the cursor of the text editor used last. */
  | { readonly type: 'insertCode'; readonly code: string }
  /** Open code in an untitled editor, in its language as far as the editor knows it. */
  | { readonly type: 'openCode'; readonly code: string; readonly language?: string }
  /** Show what differs between the file edited last and the one that this message announces. */
  | { readonly type: 'compareFile'; readonly message: string }
  /** Fetch the picture that this message announces, to be shown in the tab. */
  | { readonly type: 'previewFile'; readonly message: string }
  /**
   * Send files that were dropped or pasted, with their content: at most {@link MAX_GIVEN_FILES} with
   * {@link MAX_GIVEN_BYTES} together.
   */
  | { readonly type: 'sendFiles'; readonly files: readonly GivenFile[] }
  /**
   * Send files of the editor that were dropped, at most {@link MAX_GIVEN_FILES} by their URIs. The
   * panel asks the user first: only they know whether they dropped these.
   */
  | { readonly type: 'sendUris'; readonly uris: readonly string[] };

/** A file that the user gave to the tab. */
export interface GivenFile {
  /** A file name without a path. */
  readonly name: string;
  readonly content: Uint8Array;
}

export const MAX_GIVEN_FILES = 50;
/** The content of all files of a request together; they are held in memory. */
export const MAX_GIVEN_BYTES = 100 * 1000 * 1000;

/** The longest file name and the longest URI, in UTF-16 code units. */
export const MAX_NAME = 255;
export const MAX_URI = 8192;

/** The longest name of a time zone, in UTF-16 code units. */
export const MAX_ZONE = 100;

/** The longest text in a request, in UTF-16 code units; no stanza carries a longer one. */
export const MAX_TEXT = 4 * 1024 * 1024;

/** Panel → chat tab. */
export type PanelCommand =
  | { readonly type: 'focusInput' }
  /** A picture that was asked for; its type and size are known by its content. */
  | {
      readonly type: 'preview';
      readonly message: string;
      readonly content: Uint8Array<ArrayBuffer>;
    }
  /** Whether the user looks at this window; told after `loaded`, and at every change. */
  | { readonly type: 'windowFocused'; readonly focused: boolean }
  /** Go to a message of this chat, by its id, wherever in the history it is. */
  | { readonly type: 'showMessage'; readonly message: string }
  /** Ask for a date to go to. */
  | { readonly type: 'jumpToDate' };

/** What the tab keeps over a reload (`setState`), and what the panel is restored from. */
export interface PanelState extends DraftView {
  readonly account: AccountId;
  /** The other side's bare JID. */
  readonly chat: string;
  /** The host may not have what is typed; absent where it does. */
  readonly unsaved?: true;
  /** The topmost message in sight, and its text's distance from the top in CSS px; absent at the end. */
  readonly anchor?: ScrollAnchor;
  /** The emoji picked before, the newest first. */
  readonly emoji?: readonly string[];
}

export interface ScrollAnchor {
  readonly message: string;
  readonly offset: number;
}
