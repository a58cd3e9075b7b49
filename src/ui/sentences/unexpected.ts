import type { Sentences } from './sentences.ts';

/** Unexpected errors. */
export const UNEXPECTED = {
  unknown:
    'Something did not work, and this window of Parley does not know what: reload the window, then try again.',
  internal:
    'Something went wrong inside Parley: see the Parley output for the detail, then try again.',
  failed: '{task}: {detail}; try again.',
} satisfies Sentences;
