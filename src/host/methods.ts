/** Every request, each with all its facts in one row. The row of a new one is all that the host needs. */
import type { Method } from '../api/requests.ts';
import type { MethodTable } from './method.ts';
import { accountMethods } from './methods/accounts.ts';
import { chatMethods } from './methods/chats.ts';
import { contactMethods } from './methods/contacts.ts';
import { fileMethods } from './methods/files.ts';
import { messageMethods } from './methods/messages.ts';
import { registrationMethods } from './methods/registration.ts';

export const methods: MethodTable = {
  ...accountMethods,
  ...registrationMethods,
  ...contactMethods,
  ...chatMethods,
  ...messageMethods,
  ...fileMethods,
};

/** @param name whatever a client asks for */
export function isMethod(name: string): name is Method {
  return Object.hasOwn(methods, name);
}

/** Whether a request may be made again when nobody knows whether it was done. */
export function isRepeatable(name: string): boolean {
  return isMethod(name) && methods[name].repeatable;
}
