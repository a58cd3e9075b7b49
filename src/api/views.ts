/**
 * The view models: plain JSON values that all views, in this window or another, are rendered from.
 *
 * `unread` counts messages, not chats: all that were received and not read. A chat's count is shown
 * as is: in its row, its tab and its divider of new messages. A total (the badge of the view, the
 * status bar) counts what notifies: the unread messages of conversations, of each by its level (all,
 * those that mention us, or none, as while it is muted), all requests, also those in rooms,
 * and all invitations. Of somebody who is not in the contacts, messages and subscription request are
 * one request.
 */
export * from './views/blocking.ts';
export * from './views/account.ts';
export * from './views/contact.ts';
export * from './views/message.ts';
export * from './views/chat.ts';
export * from './views/conversation.ts';
export * from './views/room.ts';
export * from './views/roomActivity.ts';
export * from './views/occupant.ts';
export * from './views/privateChat.ts';
export * from './views/roomList.ts';
export * from './views/form.ts';
export * from './views/directory.ts';
export * from './views/profile.ts';
