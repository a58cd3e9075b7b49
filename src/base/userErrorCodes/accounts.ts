import type { Codes } from './codes.ts';

/** Accounts. */
export const ACCOUNTS = {
  'no-account': [],
  'no-account.at-all': [],
  'no-account.of-link': ['address'],
  'bad-jid': [],
  'bad-server': [],
  'bad-fingerprint': [],
  'busy.signing-in': ['address'],
  'registration-invalid.name': [],
  'registration-invalid.signed-in': ['address'],
  'unanswered.password': ['domain'],
  'unanswered.deletion': ['domain', 'address'],
  'no-archive-preferences': ['domain'],
  'bad-avatar': ['most'],
  'bad-picture': ['name'],
  'no-picture-open': [],
  'ca-file.unreadable': ['path'],
  'ca-file.empty': ['path'],
} as const satisfies Codes;
