import type { UserError } from '../../base/userError.ts';
import type { ConnectionView } from './account.ts';
import type { RefusalView, Show, ChatStandingView } from './contact.ts';
import type { OfferState } from './message.ts';
import type { PrivateChatView } from './privateChat.ts';
import type { RoomView } from './room.ts';

/** Chat states (XEP-0085 §2). */
export const CHAT_STATES = ['active', 'composing', 'paused', 'inactive', 'gone'] as const;
export type ChatState = (typeof CHAT_STATES)[number];

/** The unsent text of a chat, shared by all its tabs. */
export interface DraftView {
  /** Empty for none. */
  readonly draft: string;
  /** The message being edited or replied to; `aside` is the draft of a new one, saved meanwhile. */
  readonly mode?:
    | { readonly kind: 'edit'; readonly message: string; readonly aside: string }
    | { readonly kind: 'reply'; readonly message: string };
}

/** The newest message that an occupant of a room has read (XEP-0333). */
export interface ReaderView {
  /** As {@link MessageView.sender}. */
  readonly id: string;
  readonly nick: string;
  /** The message's id. */
  readonly message: string;
}

/** The header data of a chat tab. */
export interface ChatView extends DraftView {
  /** The bare JID of the contact or room, or the full JID of an occupant. */
  readonly id: string;
  readonly name: string;
  /** Only of a room: then presence is ours there, and `composing` is of anybody. */
  readonly room?: RoomView;
  /** Only of an occupant: then presence is theirs in the room. */
  readonly occupant?: PrivateChatView;
  readonly show: Show;
  readonly status: string;
  /** The hash of the avatar of the contact or room, and of our own, if there is one. */
  readonly avatar?: string;
  readonly ownAvatar?: string;
  readonly composing: boolean;
  readonly connection: ConnectionView;
  /** Whether older messages than the watched ones can be loaded. */
  readonly hasOlder: boolean;
  /** Whether messages newer than the watched ones exist; if so, new ones are not reported. */
  readonly hasNewer: boolean;
  /** The number of unread messages. */
  readonly unread: number;
  /** Only of a small room: who else has read how far, as far as they say. */
  readonly readers?: readonly ReaderView[];
  /** The contact that this stranger could be mistaken for. */
  readonly resembles?: string;
  /** Whether this stranger's address mixes letters of several scripts. */
  readonly mixesScripts?: true;
  readonly refusal?: RefusalView;
  readonly standing?: ChatStandingView;
  /** As {@link ContactView.blockedBy}; of a room also its own address. */
  readonly blockedBy?: string;
}

/** A file on its way to us or to others, offers included, since the start of the session. */
export interface FileTransferView {
  readonly id: string;
  /** As {@link ChatView.id}. */
  readonly chat: string;
  readonly chatName: string;
  readonly direction: 'in' | 'out';
  readonly name: string;
  /** In bytes; absent until it is known. */
  readonly size?: number;
  /** Bytes transferred. */
  readonly done: number;
  /** Its connection was cut or fell silent, and is retried automatically. */
  readonly isWaiting?: true;
  /** While `running`, once it is known. */
  readonly bytesPerSecond?: number;
  readonly state: OfferState;
  /** The reason, if `state` is `failed`. */
  readonly error?: UserError;
}

/** A piece of an offered file; positions in bytes. */
export interface PieceView {
  readonly id: string;
  readonly offset: number;
  readonly length: number;
}

/** How a file is sent: put on a server, or offered to a device of the other side. */
export type SendingWay = 'upload' | 'si' | 'jingle';

/** A file transfer. */
export interface TransferView {
  readonly id: string;
  /** As {@link ChatView.id}. */
  readonly chat: string;
  readonly name: string;
  readonly size: number;
  readonly way: SendingWay;
  /** Bytes transferred. */
  readonly sent: number;
  /** In bytes per second, while it runs and once it is known. */
  readonly bytesPerSecond?: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** The reason, if `state` is `failed`. */
  readonly error?: UserError;
}
