import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ChatAddition } from '../chats/addition.ts';
import type { Chat } from '../chats/chat.ts';

/** How received messages, those of chats or those of a room, become rows of the history. */
export interface Reading<M extends ReceivedMessage> {
  /** Whether such a message can be received this way. */
  isPlausible(received: M): boolean;
  /** What is stored of a message; `undefined` if there is nothing to show. */
  toAddition(received: M): ChatAddition | undefined;
  /** Whether one of our clients sent it. */
  isOutgoing(received: M): boolean;
  /** The chat of a message that is to be stored. */
  open(addition: ChatAddition): Chat;
  /** Asks for a displayed marker once the message is read, if its sender wants one. */
  askMarker(addition: ChatAddition): void;
  /** Applies an amendment. @returns whether the message had nothing else to say */
  amend(received: M): Promise<boolean>;
  /** Whether any amendment waits for its message. */
  readonly isWaiting: boolean;
  /** Applies the amendments that were received before the message that they change. */
  catchUp(chat: Chat, addition: ChatAddition): Promise<void>;
  /** Applies receipts and markers for earlier messages, by others or our other clients. */
  applyStatus(received: M): Promise<void>;
  /** A copy of a stored message was received live. */
  recognize(chat: Chat, addition: ChatAddition): Promise<void>;
}
