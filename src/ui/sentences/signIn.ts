import type { Sentences } from './sentences.ts';

/** Signing in. */
export const SIGN_IN = {
  'wrong-password': '{domain} did not accept the password for {address}; check both.',
  'wrong-password.expired':
    '{domain} no longer accepts this sign-in; sign in again with the password.',
  'wrong-password.nul': 'The password contains a NUL character; change it.',
  'wrong-password.refused':
    '{domain} refused the sign-in of {address} ({condition}); check the address and the password.',
  'account-disabled':
    '{domain} has closed the account {address} or its password expired; ask its operator.',
  'conflict.bind': 'Another client of {address} has this resource; sign out there, then reconnect.',
  'conflict.replaced':
    'Another client signed in with the same resource; reconnect here to take it back.',
  'other-address.own': '{domain} signs {address} in as {bound}; sign in again to use that address.',
  'other-address.foreign':
    '{domain} signs {address} in as {bound}; check the address, or ask its operator.',
  'no-mechanism':
    'The server offers no way to sign in that Parley knows ({offered}); ask its operator for SCRAM.',
  'no-mechanism.none':
    'The server offers no way to sign in that Parley knows (none); ask its operator for SCRAM.',
  'no-mechanism.plain':
    'The server wants the password in clear text over a connection that is not encrypted; ask its operator to offer TLS.',
  'no-mechanism.refused':
    'The server refused {refused} before it looked at the password, which may be right; check the address, or ask its operator to set the password once more.',
  'mechanism-downgrade':
    'The server offers only {best}, weaker than the {before} this account used before; sign in again with the password if its operator changed that on purpose.',
  'mechanism-downgrade.refused':
    'The server refused {refused} before it looked at the password, which may be right, and what is left is weaker than what this account used before; sign in again if its operator changed that on purpose.',
  'server-not-authenticated':
    'The server could not prove that it knows this account ({mechanism}); check the server address before trying again.',
  'server-not-authenticated.excess':
    'The server sent one message too many while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.extension':
    'The server sent an extension that is not known while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.message':
    'The server sent a message that cannot be read while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.nonce':
    'The server sent a nonce that is not an answer to ours while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.salt':
    'The server sent no salt while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.iterations':
    'The server sent an iteration count outside {least} to {most} while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.plain':
    'The server sent a challenge that PLAIN does not have; check the server address.',
} satisfies Sentences;
