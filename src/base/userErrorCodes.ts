import { ACCOUNTS } from './userErrorCodes/accounts.ts';
import { CONNECTION } from './userErrorCodes/connection.ts';
import { CONTACTS } from './userErrorCodes/contacts.ts';
import { CONTRACT } from './userErrorCodes/contract.ts';
import { DIRECTORY } from './userErrorCodes/directory.ts';
import { FILES } from './userErrorCodes/files.ts';
import { HISTORY } from './userErrorCodes/history.ts';
import { MESSAGES } from './userErrorCodes/messages.ts';
import { NOTICES } from './userErrorCodes/notices.ts';
import { OFFLINE } from './userErrorCodes/offline.ts';
import { REGISTERING } from './userErrorCodes/registering.ts';
import { ROOMS } from './userErrorCodes/rooms.ts';
import { SIGN_IN } from './userErrorCodes/signIn.ts';
import { STANZAS } from './userErrorCodes/stanzas.ts';
import { TASKS } from './userErrorCodes/tasks.ts';
import { UNEXPECTED } from './userErrorCodes/unexpected.ts';

/**
 * All errors and notices shown to the user, by code, with the parameters of their sentences. The
 * part before the dot is the kind that code acts on; the part after it selects one of several
 * sentences. The sentences themselves are in the view layer.
 */
export const USER_ERRORS = {
  ...UNEXPECTED,
  ...TASKS,
  ...OFFLINE,
  ...STANZAS,
  ...ACCOUNTS,
  ...CONTACTS,
  ...ROOMS,
  ...DIRECTORY,
  ...MESSAGES,
  ...HISTORY,
  ...FILES,
  ...CONNECTION,
  ...SIGN_IN,
  ...REGISTERING,
  ...CONTRACT,
  ...NOTICES,
} as const;

export type UserErrorCode = keyof typeof USER_ERRORS;
