import type { UserError } from '../../base/userError.ts';
import type { FileView, ResourceView, SendingWay } from '../views.ts';
import type { Bytes, OfAccount, OfChat, OfferedFile, OfFile, OfPiece } from './params.ts';

/** Where the file of a message is to be saved. */
interface TargetOfFile {
  /** The id of the message that has it. */
  readonly message: string;
  /** An absolute path, on the machine that all windows are on. */
  readonly path: string;
  /** Whether the user agreed to replace what is there; else it gets the next free name. */
  readonly replace: boolean;
}

/** How a file goes. */
interface WayOfFile {
  /** Absent: the first that can. */
  readonly way?: SendingWay;
  /** The resource of their device that it goes to in that way; absent: the best one. */
  readonly device?: string;
}

/** Requests about files: method → parameters and result. */
export interface FileRequests {
  /** Rejects if no file of `size` bytes can be sent. @returns the way in which it goes first */
  findWay: { params: OfChat & { readonly size: number }; result: SendingWay };
  /** The same, with all ways in which it can go; may take longer, as devices are asked. */
  findWays: { params: OfChat & { readonly size: number }; result: readonly SendingWay[] };
  /** Their devices that take files in this way, the best one first. Rejects if none does. */
  findDevices: {
    params: OfChat & { readonly way: Exclude<SendingWay, 'upload'> };
    result: readonly ResourceView[];
  };
  /**
   * Sends a file that this window offers by watching `wantedPieces`, which it goes on to do until the
   * transfer is over, and as long as it may be retried.
   * @returns the started transfer's id
   */
  sendFile: { params: OfChat & OfferedFile & WayOfFile; result: string };
  /**
   * Sends files that this window offers as with `sendFile`; one message with a caption, which may be
   * empty, announces all that go by upload. If any cannot be sent, none is.
   * @returns the ids of the started transfers, in their order
   */
  sendFiles: {
    params: OfChat &
      WayOfFile & {
        /** At most `MAX_GIVEN_FILES`. */
        readonly files: readonly OfferedFile[];
        readonly caption: string;
      };
    result: readonly string[];
  };
  /** Delivers a piece of an offered file, exactly as long as it is wanted. */
  givePiece: { params: OfPiece & { readonly content: Bytes }; result: null };
  /** Tells why a piece of an offered file cannot be read, which ends the transfer. */
  failPiece: { params: OfPiece & { readonly error: UserError }; result: null };
  /** Cancels a running transfer of this chat, or discards a failed one. */
  cancelTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /**
   * Saves a file announced by a message of this chat, as the transfer `savingId`. After
   * `offline` and `timeout`, and with consent after `program`, the same request goes on with what was
   * received; `stopFile` gives that up. @returns where it was saved
   */
  saveFile: {
    params: OfFile & TargetOfFile & { readonly mayBeProgram: boolean };
    result: string;
  };
  /**
   * Fetches a file of at most 50 MB announced by a message of this chat, and checks that it is complete and as
   * announced; `cancelTransfer` cancels it by the id given in `transfer`. @returns its content
   */
  fetchFile: {
    params: OfFile & {
      readonly message: string;
      readonly transfer?: string;
      /** The maximum size, in bytes, where less than 50 MB is wanted. */
      readonly most?: number;
    };
    result: { readonly file: FileView; readonly content: Bytes };
  };
  /**
   * Accepts an offered file; answered once it is being received.
   * Rejects if it is no longer offered, or cannot be written there: then it still is.
   */
  acceptFile: {
    params: OfChat & TargetOfFile;
    result: null;
  };
  /** Declines an offered file, or cancels its transfer or that of one being saved; nothing if it has ended. */
  stopFile: { params: OfChat & { readonly message: string }; result: null };
  /** The path at which a file was saved: an offered one, or another one in this session. */
  getSavedFile: { params: OfChat & { readonly message: string }; result: string };
  /** Forgets all transfers that have ended, in both directions; the messages about them stay. */
  clearTransfers: { params: OfAccount; result: null };
  /**
   * Retries a failed transfer of this chat, without a way as it was chosen before, or sends a running one in another
   * way or to another device; its id stays the same.
   */
  retryTransfer: {
    params: OfChat & { readonly transfer: string } & WayOfFile;
    result: null;
  };
}
