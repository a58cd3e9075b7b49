/** The requests of the contract: their parameters and results, as plain JSON. */
import type { AccountRequests } from './requests/account.ts';
import type { BlockingRequests } from './requests/blocking.ts';
import type { ContactRequests } from './requests/contact.ts';
import type { ChatRequests } from './requests/chat.ts';
import type { ConversationRequests } from './requests/conversation.ts';
import type { MessageRequests } from './requests/message.ts';
import type { FileRequests } from './requests/file.ts';
import type { PrivateChatRequests } from './requests/privateChat.ts';
import type { DirectoryRequests } from './requests/directory.ts';
import type { ProfileRequests } from './requests/profile.ts';
import type { RoomRequests } from './requests/room.ts';
import type { RoomAdministrationRequests } from './requests/roomAdministration.ts';

export * from './requests/params.ts';

/** method → parameters and result. */
export interface Requests
  extends
    AccountRequests,
    ContactRequests,
    BlockingRequests,
    ChatRequests,
    ConversationRequests,
    MessageRequests,
    FileRequests,
    PrivateChatRequests,
    ProfileRequests,
    RoomRequests,
    RoomAdministrationRequests,
    DirectoryRequests {}

export type Method = keyof Requests;
