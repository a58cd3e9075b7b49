import { Jid } from '../base/jid.ts';
import { isRecord } from '../base/isRecord.ts';
import type { Roster, RosterItem } from '../model/accountStore.ts';

/** Serializes a roster as plain JSON, with JIDs as strings. */
export function packRoster({ version, items }: Roster): unknown {
  return { version, items: items.map(({ jid, ...item }) => ({ ...item, jid: jid.bare })) };
}

/** Parses the result of {@link packRoster}; `undefined` when any part of it is invalid. */
export function unpackRoster(value: unknown): Roster | undefined {
  if (!isRecord(value) || !Array.isArray(value['items'])) return undefined;
  const { version } = value;
  const items = value['items'].map(unpackItem).filter((item) => item !== undefined);
  if (items.length < value['items'].length) return undefined;
  return { ...(typeof version === 'string' && { version }), items };
}

function unpackItem(value: unknown): RosterItem | undefined {
  if (!isRecord(value)) return undefined;
  const { name, groups, subscription, pending } = value;
  const jid = typeof value['jid'] === 'string' ? Jid.parse(value['jid']) : undefined;
  if (!jid || typeof name !== 'string' || typeof pending !== 'boolean') return undefined;
  if (!Array.isArray(groups) || !groups.every((group) => typeof group === 'string')) {
    return undefined;
  }
  if (!isSubscription(subscription)) return undefined;
  return { jid: jid.toBare(), name, groups, subscription, pending };
}

function isSubscription(value: unknown): value is RosterItem['subscription'] {
  return value === 'none' || value === 'to' || value === 'from' || value === 'both';
}
