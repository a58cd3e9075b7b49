import type { Sentences } from './sentences.ts';

/** Directories of users. */
export const DIRECTORY = {
  'no-directory':
    '{domain} has no directory of users: try another server, or add contacts by their addresses.',
  'no-directory.there': 'There is no directory of users at {domain}: check the address.',
  'search-refused':
    '{domain} did not accept this search: type more, or something else, of whom you look for.',
  'search-refused.said':
    '{domain} did not accept this search (“{said}”): type more, or something else, of whom you look for.',
  'search-outdated': 'This search was ended meanwhile: search again.',
} satisfies Sentences;
