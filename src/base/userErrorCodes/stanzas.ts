import type { Codes } from './codes.ts';

/** Stanza errors, by their defined condition (RFC 6120 §8.3.3). */
export const STANZAS = {
  'not-connected': ['task'],
  'remote-server-timeout': ['task'],
  'remote-server-not-found': ['task'],
  'service-unavailable': ['task'],
  'feature-not-implemented': ['task'],
  'item-not-found': ['task'],
  'not-allowed': ['task'],
  forbidden: ['task'],
  'not-acceptable': ['task'],
  'resource-constraint': ['task'],
  'internal-server-error': ['task'],
  'policy-violation': ['task'],
  'recipient-unavailable': ['task'],
  gone: ['task'],
  'stanza-error': ['task', 'condition'],
  'unsendable.content': ['task'],
  'unsendable.size': ['task'],
  'unsendable.limit': ['task', 'most'],
} as const satisfies Codes;
