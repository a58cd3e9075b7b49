import { randomBytes } from 'node:crypto';
import type { KeyValueStore } from './accountStore.ts';

const RESOURCE = 'resource';

/**
 * The resource (RFC 6120 §7) that every account is bound to from here, made up once. A session that
 * begins while the server still keeps the one of a killed process then takes its place, and does not
 * stand beside it as a second device.
 */
export function ownResource(values: KeyValueStore): string {
  const known = values.get(RESOURCE);
  if (typeof known === 'string' && known !== '') return known;
  const made = `parley-${randomBytes(6).toString('hex')}`;
  void values.update(RESOURCE, made);
  return made;
}
