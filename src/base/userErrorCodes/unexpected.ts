import type { Codes } from './codes.ts';

/** Unexpected errors. */
export const UNEXPECTED = {
  unknown: [],
  internal: [],
  failed: ['task', 'detail'],
  'page-not-read': [],
} as const satisfies Codes;
