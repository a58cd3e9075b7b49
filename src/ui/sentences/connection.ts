import type { Sentences } from './sentences.ts';

/** The connection. */
export const CONNECTION = {
  'no-such-server':
    'No server was found at {host}; check the spelling of the address and the network.',
  'no-such-server.no-service':
    '{domain} says that it has no XMPP service; check the address of the account.',
  'no-such-server.not-served': 'The server does not serve {domain}; check the address.',
  'offline.network': 'The network does not reach {host}; check that this computer is online.',
  'server-refused':
    '{domain} closed the connection ({condition}); try again later or ask its operator.',
  'server-refused.bind':
    '{domain} does not let another client of {address} in ({condition}); sign out elsewhere, or try again later.',
  'server-refused.other-host': 'The server sends us to {host}; try again later.',
  'server-refused.passwords': '{domain} cannot check passwords at the moment; try again later.',
  'server-refused.port':
    '{endpoint} does not accept connections; check the address, or try again later.',
  lost: 'The connection to {domain} was lost; check the network if it does not come back.',
  'lost.socket': 'The connection to {endpoint} failed; try again later.',
  'lost.socket-error': 'The connection to {endpoint} failed ({reason}); try again later.',
  timeout: '{domain} did not answer in time; check the network, or try again later.',
  stopped: 'The connection was closed; sign in again to go online.',
  'bad-stream':
    '{domain} broke the rules of XMPP ({condition}); Parley connects again, and its operator should know if it goes on.',
  'tls-required':
    '{domain} offers no encryption here, so Parley did not sign in; ask its operator, or check whether somebody tampers with the network.',
  'bad-authority':
    'The file of certificate authorities cannot be read; choose one in PEM format in the settings.',
  'bad-certificate.wrong-name':
    'The certificate of {name} cannot be trusted: it is for {names}; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.no-name':
    'The certificate of {name} cannot be trusted: it is for no server; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.expired':
    'The certificate of {name} cannot be trusted: it expired on {validTo}; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.not-yet-valid':
    'The certificate of {name} cannot be trusted: it is not valid yet (is the clock of this computer right?); sign in only if its operator confirms the fingerprint.',
  'bad-certificate.self-signed':
    'The certificate of {name} cannot be trusted: it is signed by itself, not by an authority; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.unknown-issuer':
    'The certificate of {name} cannot be trusted: its issuer is not known; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.not-pinned':
    'The certificate of {name} cannot be trusted: it is not the one you trusted before; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.invalid':
    'The certificate of {name} cannot be trusted: it cannot be verified; sign in only if its operator confirms the fingerprint.',
} satisfies Sentences;
