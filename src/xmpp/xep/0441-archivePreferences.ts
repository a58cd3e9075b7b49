// XEP-0441: Message Archive Management Preferences, version 0.2.0
// https://xmpp.org/extensions/xep-0441.html
import { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:mam:2';
const DEFAULTS = ['always', 'never', 'roster'] as const;

/** Which contacts' messages our server archives. */
export interface ArchivePreferences {
  /** For JIDs in neither list; `roster`: only those in our roster. */
  readonly default: (typeof DEFAULTS)[number];
  readonly always: readonly Jid[];
  readonly never: readonly Jid[];
}

export function parsePreferences(iq: Element): ArchivePreferences | undefined {
  const prefs = iq.getChild('prefs', NS);
  const byDefault = DEFAULTS.find((known) => known === prefs?.attrs['default']);
  if (!prefs || !byDefault) return undefined;
  return { default: byDefault, always: jidsOf(prefs, 'always'), never: jidsOf(prefs, 'never') };
}

export function buildPreferences(preferences: ArchivePreferences): Element {
  const list = (name: 'always' | 'never') =>
    xml(
      name,
      null,
      preferences[name].map((jid) => xml('jid', null, jid.full)),
    );
  return xml('prefs', { xmlns: NS, default: preferences.default }, list('always'), list('never'));
}

/** @throws StanzaError such as `feature-not-implemented` if the server has no preferences */
export async function fetchArchivePreferences(session: Session): Promise<ArchivePreferences> {
  return preferencesOf(
    await session.request({ type: 'get', payload: xml('prefs', { xmlns: NS }) }),
  );
}

/**
 * Replaces the preferences.
 *
 * @returns the preferences as set by the server. @throws StanzaError such as `not-allowed`
 */
export async function setArchivePreferences(
  session: Session,
  preferences: ArchivePreferences,
): Promise<ArchivePreferences> {
  return preferencesOf(
    await session.request({ type: 'set', payload: buildPreferences(preferences) }),
  );
}

export const archivePreferencesModule: Module = { xep: 'XEP-0441', features: [] };

function preferencesOf(answer: Element): ArchivePreferences {
  const preferences = parsePreferences(answer);
  if (!preferences) throw new StanzaError('bad-format', { text: 'the answer has no preferences' });
  return preferences;
}

function jidsOf(prefs: Element, list: string): readonly Jid[] {
  const jids = prefs.getChild(list, NS)?.getChildren('jid', NS) ?? [];
  return jids.flatMap((jid) => Jid.parse(jid.text().trim()) ?? []);
}
