import type { Codes } from './codes.ts';

/** Directories of users. */
export const DIRECTORY = {
  'no-directory': ['domain'],
  'no-directory.there': ['domain'],
  'search-refused': ['domain'],
  'search-refused.said': ['domain', 'said'],
  'search-outdated': [],
} as const satisfies Codes;
