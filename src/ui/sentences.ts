import type { UserErrorCode } from '../base/userErrorCodes.ts';
import { UNEXPECTED } from './sentences/unexpected.ts';
import { TASKS } from './sentences/tasks.ts';
import { OFFLINE } from './sentences/offline.ts';
import { STANZAS } from './sentences/stanzas.ts';
import { ACCOUNTS } from './sentences/accounts.ts';
import { CONTACTS } from './sentences/contacts.ts';
import { ROOMS } from './sentences/rooms.ts';
import { DIRECTORY } from './sentences/directory.ts';
import { MESSAGES } from './sentences/messages.ts';
import { HISTORY } from './sentences/history.ts';
import { FILES } from './sentences/files.ts';
import { CONNECTION } from './sentences/connection.ts';
import { SIGN_IN } from './sentences/signIn.ts';
import { REGISTERING } from './sentences/registering.ts';
import { CONTRACT } from './sentences/contract.ts';

/**
 * The error messages: for each code one sentence that says what failed and what to do, or for
 * `task.…` the beginning of one. Each is a complete literal, so that it can be collected and
 * translated separately; `{name}` is a placeholder for a parameter.
 */
export const SENTENCES: Readonly<Record<UserErrorCode, string>> = {
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
};
