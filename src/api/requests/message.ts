import type { MessageView } from '../views.ts';
import type { OfChat } from './params.ts';

/** Requests about messages: method → parameters and result. */
export interface MessageRequests {
  /** Sends, or queues while offline; `reply` is the message replied to. @returns its id */
  sendMessage: {
    params: OfChat & { readonly body: string; readonly reply?: string };
    result: string;
  };
  /** Sends a failed message again. */
  retryMessage: { params: OfChat & { readonly message: string }; result: null };
  /** A message of the chat. */
  getMessage: { params: OfChat & { readonly message: string }; result: MessageView };
  /** Deletes an own message that is queued or failed. */
  deleteMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Corrects the text of an own message, here and at the contact. */
  correctMessage: {
    params: OfChat & { readonly message: string; readonly body: string };
    result: null;
  };
  /** Retracts an own message; the contact's client is asked to delete it. */
  retractMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Adds an emoji to our reactions to a message, or removes it. */
  react: {
    params: OfChat & { readonly message: string; readonly emoji: string; readonly on: boolean };
    result: null;
  };
}
