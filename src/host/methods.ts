/** The definitions of all requests. A new request needs only its row here. */
import type { Method } from '../api/requests.ts';
import type { MethodTable } from './method.ts';
import { accountMethods } from './methods/accounts.ts';
import { blockingMethods } from './methods/blocking.ts';
import { chatMethods } from './methods/chats.ts';
import { conversationMethods } from './methods/conversations.ts';
import { contactMethods } from './methods/contacts.ts';
import { directoryMethods } from './methods/directory.ts';
import { fileMethods } from './methods/files.ts';
import { messageMethods } from './methods/messages.ts';
import { privateChatMethods } from './methods/privateChats.ts';
import { profileMethods } from './methods/profile.ts';
import { registrationMethods } from './methods/registration.ts';
import { roomAdministrationMethods } from './methods/roomAdministration.ts';
import { roomMethods } from './methods/rooms.ts';

export const methods: MethodTable = {
  ...accountMethods,
  ...registrationMethods,
  ...contactMethods,
  ...blockingMethods,
  ...chatMethods,
  ...conversationMethods,
  ...messageMethods,
  ...fileMethods,
  ...privateChatMethods,
  ...profileMethods,
  ...roomMethods,
  ...roomAdministrationMethods,
  ...directoryMethods,
};

/** @param name any text sent by a client */
export function isMethod(name: string): name is Method {
  return Object.hasOwn(methods, name);
}

/** Whether a request may be repeated when its outcome is unknown. */
export function isRepeatable(name: string): boolean {
  return isMethod(name) && methods[name].repeatable;
}
