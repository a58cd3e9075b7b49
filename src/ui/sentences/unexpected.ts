import type { Sentences } from './sentences.ts';

/** Unexpected errors. */
export const UNEXPECTED = {
  unknown:
    'Something did not work, and this window of Parley does not know what: reload the window, then try again.',
  internal:
    'Something went wrong inside Parley: see the Parley output for the detail, then try again.',
  'page-not-read': 'The files of Parley cannot be read, as after an update: reload the window.',
  failed: '{task}: {detail}; try again.',
} satisfies Sentences;
