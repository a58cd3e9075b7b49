import type { Codes } from './codes.ts';

/** Contacts. */
export const CONTACTS = {
  'bad-link': ['link'],
  'bad-link.server': ['link'],
  'own-jid': [],
  'no-contact': ['address'],
  'not-moved': [],
  'no-group': [],
  'no-suggestion': [],
  'bad-contacts-file': ['name'],
  'no-request': ['address'],
  'no-request.at-all': [],
  'presence.denied': ['name'],
  'presence.removed': ['name'],
  'presence.ended': ['name'],
  blocked: ['task'],
  'blocks-own': ['address'],
  'no-blocking': ['domain'],
  'not-blocked': ['address'],
  'not-blocked.at-all': [],
  'no-stranger': [],
} as const satisfies Codes;
