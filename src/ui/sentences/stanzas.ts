import type { Sentences } from './sentences.ts';

/** Stanza errors, by their defined condition (RFC 6120 §8.3.3). */
export const STANZAS = {
  'not-connected': '{task}: the connection was lost; try again once it is back.',
  'remote-server-timeout': '{task}: there was no answer in time; try again later.',
  'remote-server-not-found':
    '{task}: the server of this address cannot be reached; check its spelling.',
  'service-unavailable': '{task}: the other side does not offer this.',
  'feature-not-implemented': '{task}: the other side does not offer this.',
  'item-not-found': '{task}: there is nothing at this address; check its spelling.',
  'not-allowed': '{task}: the server does not allow it; ask its operator.',
  forbidden: '{task}: the server does not allow it; ask its operator.',
  'not-acceptable': '{task}: the server does not accept it; try something smaller or simpler.',
  'resource-constraint': '{task}: the server has reached a limit; try again later.',
  'internal-server-error': '{task}: the server has a fault; try again later.',
  'policy-violation': '{task}: it breaks a rule of the server; ask its operator.',
  'recipient-unavailable': '{task}: the recipient cannot be reached now; try again later.',
  gone: '{task}: this address is no longer in use; ask for the new one.',
  'stanza-error': '{task}: the server says {condition}; try again later.',
  'unsendable.content':
    '{task}: your server ends the connection over it; change it, then try again.',
  'unsendable.size':
    '{task}: it is larger than your server takes; shorten it, or send it as a file.',
  'unsendable.limit':
    '{task}: it is larger than your server takes (at most {most}); shorten it, or send it as a file.',
} satisfies Sentences;
