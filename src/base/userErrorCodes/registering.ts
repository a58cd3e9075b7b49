import type { Codes } from './codes.ts';

/** Registering (XEP-0077). */
export const REGISTERING = {
  'registration-invalid.taken': ['name', 'domain'],
  'registration-invalid.answers': ['domain'],
  'registration-invalid.answers-said': ['domain', 'said'],
  'registration-invalid.test': ['domain'],
  'registration-invalid.test-said': ['domain', 'said'],
  'registration-refused': ['domain', 'condition'],
  'registration-refused.said': ['domain', 'condition', 'said'],
  'registration-refused.not-offered': ['domain'],
  'registration-refused.for-now': ['domain'],
  'registration-refused.for-now-said': ['domain', 'said'],
  'registration-refused.not-allowed': ['domain'],
  'registration-refused.not-allowed-said': ['domain', 'said'],
} as const satisfies Codes;
