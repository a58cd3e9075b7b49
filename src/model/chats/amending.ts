import type { RoomParts } from '../../xmpp/im/messageParts.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ChatAddition } from './addition.ts';

/** A received message with amendments, and whose it is. */
export interface Amending {
  readonly received: ReceivedMessage & RoomParts;
  /** As a message's `sender`. */
  readonly sender: string;
  /** As a message's `occupant`. */
  readonly occupant?: string | undefined;
  /** As a message's `nick`. */
  readonly nick?: string | undefined;
  /** Whether the sender is known for certain: else nothing is amended in their name. */
  readonly isCertain: boolean;
  /** What is stored of a message that shares a file. */
  readonly toAddition: () => ChatAddition | undefined;
}
