import type { Codes } from './codes.ts';

/** Being offline. */
export const OFFLINE = {
  offline: [],
  'offline.task': ['task'],
  'chosen-offline': [],
  'chosen-offline.task': ['task'],
  'needs-user': [],
  'needs-user.reason': ['reason'],
  'needs-user.task': ['task'],
} as const satisfies Codes;
