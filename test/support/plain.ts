import { Jid } from '../../src/base/jid.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { TransferError } from '../../src/xmpp/transferError.ts';

/** JSON in which the strings that begin with `xmpp:` are JIDs. */
export function parseJsonWithJids(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith('xmpp:') ? Jid.of(value.slice(5)) : value,
  );
}

/** A value as plain JSON, to compare: JIDs as `xmpp:` strings, maps as objects, errors by kind. */
export function plain(value: unknown): unknown {
  if (value instanceof Jid) return `xmpp:${value.full}`;
  if (value instanceof StanzaError) return { condition: value.condition, type: value.type };
  if (value instanceof TransferError) return { code: value.code };
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
