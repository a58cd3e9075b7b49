import type { Codes } from './codes.ts';

/** Messages. */
export const MESSAGES = {
  'no-message': [],
  'already-sent': [],
  'no-name': [],
  'not-yours': [],
  'not-correctable.file': [],
  'not-correctable.notice': [],
  'no-emoji': [],
  'too-many-reactions': ['most'],
  'no-chat': [],
  'no-chat.fitting': [],
  'no-editor': [],
  'no-selection': [],
  'read-only': [],
  'not-exported': [],
  'not-exported.reason': ['reason'],
} as const satisfies Codes;
