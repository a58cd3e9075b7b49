import type { Codes } from './codes.ts';

/** The contract, and the windows that share a session. */
export const CONTRACT = {
  'bad-request': [],
  refused: [],
  busy: [],
  'no-session': [],
  'session-moved': [],
  'other-version': ['own'],
  'other-version.known': ['theirs', 'own'],
  'too-long': ['most', 'length'],
  'too-long.entries': ['most', 'length'],
  'too-long.address': ['most', 'length'],
  'too-long.addresses': ['most', 'length'],
  'too-long.draft': ['most', 'length'],
  'too-long.field': ['most', 'length'],
  'too-long.group': ['most', 'length'],
  'too-long.message': ['most', 'length'],
  'too-long.name': ['most', 'length'],
  'too-long.password': ['most', 'length'],
  'too-long.reaction': ['most', 'length'],
  'too-long.search': ['most', 'length'],
  'too-long.selection': ['most', 'length'],
  'too-long.status': ['most', 'length'],
} as const satisfies Codes;
