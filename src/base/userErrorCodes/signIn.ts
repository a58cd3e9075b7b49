import type { Codes } from './codes.ts';

/** Signing in. */
export const SIGN_IN = {
  'wrong-password': ['domain', 'address'],
  'wrong-password.expired': ['domain'],
  'wrong-password.nul': [],
  'wrong-password.refused': ['domain', 'address', 'condition'],
  'account-disabled': ['domain', 'address'],
  'conflict.bind': ['address'],
  'conflict.replaced': [],
  'other-address.own': ['domain', 'address', 'bound'],
  'other-address.foreign': ['domain', 'address', 'bound'],
  'no-mechanism': ['offered'],
  'no-mechanism.none': [],
  'no-mechanism.plain': [],
  'no-mechanism.refused': ['refused'],
  'mechanism-downgrade': ['best', 'before'],
  'mechanism-downgrade.refused': ['refused'],
  'server-not-authenticated': ['mechanism'],
  'server-not-authenticated.excess': [],
  'server-not-authenticated.extension': [],
  'server-not-authenticated.message': [],
  'server-not-authenticated.nonce': [],
  'server-not-authenticated.salt': [],
  'server-not-authenticated.iterations': ['least', 'most'],
  'server-not-authenticated.plain': [],
} as const satisfies Codes;
