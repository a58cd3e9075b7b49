import { fold } from '../base/fold.ts';
import type { UserError } from '../base/userError.ts';
import type { Notice } from '../xmpp/stanza/notice.ts';
import type { MessageRef } from './messageRef.ts';

export type { CallNotice, Notice } from '../xmpp/stanza/notice.ts';

/** The delivery state of a message of ours. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

/** A file announced by a message. */
export interface AnnouncedFile {
  readonly name: string;
  /** Absent until its sender announces it. */
  readonly url?: string;
  /** In bytes. */
  readonly size?: number;
  readonly mediaType?: string;
  /** Of a picture or video, in points, as its sender claims. */
  readonly width?: number;
  readonly height?: number;
  /** How long sound or video is, in ms, as its sender claims. */
  readonly duration?: number;
  /** A small picture of it, as a `data:` URL. */
  readonly thumbnail?: string;
  /** The hashes that its content is verified with, as in XEP-0300. */
  readonly hashes?: readonly { readonly algorithm: string; readonly value: string }[];
  /** Until it has an address, the id by which that will refer to it, if it is one of several. */
  readonly share?: string;
}

/** A file that can be downloaded. */
export type AvailableFile = AnnouncedFile & Required<Pick<AnnouncedFile, 'url'>>;

/**
 * How far a file has come that was offered by itself, not by an address. `withdrawn`: its sender took
 * it back; `lost`: the session in which it was offered is over.
 */
export type OfferState =
  'offered' | 'running' | 'done' | 'declined' | 'cancelled' | 'withdrawn' | 'lost' | 'failed';

/** What has become of an offered file. */
export interface OfferRecord {
  readonly state: OfferState;
  /** The reason if it failed. */
  readonly error?: UserError;
  /** Where it was saved, on the machine of the window that owned the session. */
  readonly path?: string;
}

/** A sender's reactions to a message (XEP-0444). */
export interface Reaction {
  /** As {@link Message.sender}. */
  readonly sender: string;
  /** As {@link Message.nick}. */
  readonly nick?: string;
  readonly emojis: readonly string[];
  /** When they were sent, in ms since 1970. */
  readonly time: number;
  /** The id of their stanza, if it had one: {@link time} may be by either clock. */
  readonly by?: string;
}

/** Who retracted a message of another, and why, as far as the room says; each may be empty. */
export interface Moderated {
  /** A nick. */
  readonly by: string;
  readonly reason: string;
}

/** The message that a reply refers to (XEP-0461). */
export interface ReplyTarget {
  /** Its id here. */
  readonly message: string;
  readonly ref: MessageRef;
  /** Whether we wrote it, for display. */
  readonly outgoing: boolean;
  /** The nick of its author then, in a room. */
  readonly nick?: string;
  /** The beginning of its current text; empty if it was retracted or is no longer stored. */
  readonly excerpt: string;
  /** Its notice, if it had no text. */
  readonly notice?: Notice;
}

/**
 * The content of a message. It is passed as a whole from its stanza to its row, and back into a
 * stanza: anything new is one more field.
 */
export interface Content {
  readonly body: string;
  readonly file?: AnnouncedFile;
  /** The others, if it shares several (XEP-0447 §4.2). */
  readonly moreFiles?: readonly AnnouncedFile[];
  /** Set if the file was offered: {@link file} has no address then. */
  readonly offer?: OfferRecord;
  /** The subject set by its sender: the body begins with it. */
  readonly subject?: string;
  /** Whether the text says nothing by styling (XEP-0393). */
  readonly unstyled?: true;
  /** Describes content that cannot be shown itself. */
  readonly notice?: Notice;
  readonly reply?: ReplyTarget;
}

/** The content of a message of ours. */
export interface OwnContent extends Pick<Content, 'body' | 'reply'> {
  readonly file?: AvailableFile;
  readonly moreFiles?: readonly AvailableFile[];
}

/** One message of a chat, as stored. Plain JSON; a new field needs no change of the schema. */
export interface Message extends Content {
  /** Chosen on our side: never an id that a contact chose. Outgoing: also the stanza's id. */
  readonly id: string;
  /**
   * The author: a bare JID; of an occupant in a private chat, the full one; of another in a room, see
   * `roomSender.ts`.
   */
  readonly sender: string;
  /**
   * In a private chat, who had the nick then, by `roomSender.ts`; absent if that is not known.
   */
  readonly occupant?: string;
  /** The nick of its author in the room at that time; absent if the room itself sent it. */
  readonly nick?: string;
  /** Whether we are the author: only for display and delivery. */
  readonly outgoing: boolean;
  /** When it was sent, in ms since 1970. */
  readonly time: number;
  readonly delivery?: Delivery;
  /** The reason if it failed. */
  readonly error?: UserError;
  /** Whether it only attached a source for {@link file}, and the message sharing it is missing. */
  readonly sourceOnly?: true;
  /** Whether it mentions us, by what we were called in the room then. */
  readonly mention?: true;
  /** Whether its author was ignored in the room then: it is no news. */
  readonly ignored?: true;
  /** Its id in the archive of the account or room (XEP-0359), from the first copy that had one. */
  readonly stanzaId?: string;
  /** The id chosen by its sender, if other than {@link id}: how others refer to it. */
  readonly originId?: string;
  /** When its text was last corrected, in ms since 1970, by our clock or the archive's. */
  readonly edited?: number;
  /** The id of the stanza with that text, if it had one. */
  readonly editedBy?: string;
  /** When its author retracted it, in ms since 1970: none of its content is stored. */
  readonly retracted?: number;
  /** If a moderator of the room retracted it instead (XEP-0425). */
  readonly moderated?: Moderated;
  /** At most one per sender. */
  readonly reactions?: readonly Reaction[];
  /** The `Amendment` with its current state, while that still has to be sent. */
  readonly pending?: string;
  /** The reason if the last amendment that we sent was refused. */
  readonly refused?: UserError;
  /** Whether a part of it can no longer be read: the rest is what is left. */
  readonly damaged?: true;
}

/** What a message says and shares. */
type Shown = Pick<Content, 'body' | 'file' | 'moreFiles'>;

/** All files of a message. */
export function filesOf({ file, moreFiles = [] }: Pick<Shown, 'file' | 'moreFiles'>) {
  return file ? [file, ...moreFiles] : [];
}

/** Files as a content has them: none, one, or one and others. */
export function asFiles([file, ...moreFiles]: readonly AnnouncedFile[]): Omit<Shown, 'body'> {
  return { ...(file && { file }), ...(moreFiles.length > 0 && { moreFiles }) };
}

/** The visible texts of a message: its body, and the names of its files. */
export function shownTexts({ body, ...shared }: Shown): readonly string[] {
  const names = filesOf(shared).map(({ name }) => name);
  // A file's announcement repeats its address as the body (XEP-0066 §4), which is not shown.
  return [...names, names.length > 0 && body === shared.file?.url ? '' : body];
}

/** Whether a message visibly contains `wanted`, which is folded already (`base/fold.ts`). */
export function hasText(message: Shown, wanted: string): boolean {
  return wanted !== '' && shownTexts(message).some((text) => fold(text).includes(wanted));
}
