import type { Sentences } from './sentences.ts';

/** Registering (XEP-0077). */
export const REGISTERING = {
  'registration-invalid.taken': 'The name {name} is already taken at {domain}; choose another.',
  'registration-invalid.answers': '{domain} did not accept these answers; check each of them.',
  'registration-invalid.answers-said':
    '{domain} did not accept these answers ("{said}"); check each of them.',
  'registration-invalid.test': '{domain} did not accept the answer to its test; try the new one.',
  'registration-invalid.test-said':
    '{domain} did not accept the answer to its test ("{said}"); try the new one.',
  'registration-refused':
    '{domain} refused the registration ({condition}); try again later, or choose another server.',
  'registration-refused.said':
    '{domain} refused the registration ({condition}) ("{said}"); try again later, or choose another server.',
  'registration-refused.not-offered':
    "{domain} does not offer registration in a client; look for it on the server's website, or choose another server.",
  'registration-refused.for-now':
    '{domain} takes no more registrations for now; try again in a few minutes.',
  'registration-refused.for-now-said':
    '{domain} takes no more registrations for now ("{said}"); try again in a few minutes.',
  'registration-refused.not-allowed':
    '{domain} does not allow this registration; ask its operator, or choose another server.',
  'registration-refused.not-allowed-said':
    '{domain} does not allow this registration ("{said}"); ask its operator, or choose another server.',
} satisfies Sentences;
