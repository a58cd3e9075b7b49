import type { FileView } from '../views.ts';
import type { Bytes, OfAccount, OfChat } from './params.ts';

/** Requests about files: method → parameters and result. */
export interface FileRequests {
  /** Rejects if `size` bytes cannot be uploaded. @returns the limit in bytes, or null */
  checkUpload: { params: OfAccount & { readonly size: number }; result: number | null };
  /** Uploads (XEP-0363) and announces (XEP-0066) a file. @returns the started transfer's id */
  sendFile: {
    params: OfChat & {
      readonly name: string;
      readonly mediaType: string;
      readonly content: Bytes;
    };
    result: string;
  };
  /** Cancels a running transfer of this chat, or discards a failed one. */
  cancelTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /**
   * Fetches a file announced by a message of this chat, and checks that it is complete and as
   * announced; `cancelTransfer` cancels it by the id given in `transfer`. @returns its content
   */
  fetchFile: {
    params: OfChat & { readonly message: string; readonly transfer?: string };
    result: { readonly file: FileView; readonly content: Bytes };
  };
  /**
   * Accepts an offered file; answered once it is being received.
   * Rejects if it is no longer offered, or cannot be written there: then it still is.
   */
  acceptFile: {
    params: OfChat & {
      /** The id of the message that offers it. */
      readonly message: string;
      /** An absolute path, on the machine that all windows are on. */
      readonly path: string;
      /** Whether the user agreed to replace what is there; else it gets the next free name. */
      readonly replace: boolean;
    };
    result: null;
  };
  /** Declines an offered file, or cancels its transfer; does nothing if it has ended. */
  stopFile: { params: OfChat & { readonly message: string }; result: null };
  /** The path at which an offered file was saved. */
  getSavedFile: { params: OfChat & { readonly message: string }; result: string };
  /** Forgets all transfers that have ended, in both directions; the messages about them stay. */
  clearTransfers: { params: OfAccount; result: null };
  /** Retries a failed transfer of this chat; its id stays the same. */
  retryTransfer: { params: OfChat & { readonly transfer: string }; result: null };
}
