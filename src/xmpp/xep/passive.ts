import { onDispose } from '../../base/lifecycle.ts';
import type { Module } from '../stanza/session.ts';

/** An extension that only reads and writes elements within the stanzas of others. */
export function passiveModule(xep: string, features: readonly string[]): Module {
  return { xep, features, attach: () => onDispose(() => undefined) };
}
