import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import {
  type ArchivePreferences,
  fetchArchivePreferences,
  setArchivePreferences,
} from '../../xmpp/xep/0441-archivePreferences.ts';
import { explain } from '../explain.ts';
import { Failure } from '../failure.ts';

export type { ArchivePreferences };

/** Whose messages the account's server archives. @throws Failure */
export async function loadPreferences(session: Session): Promise<ArchivePreferences> {
  return fetchArchivePreferences(session).catch((error: unknown) => {
    throw failureOf(error, session, 'Asking what your server archives failed');
  });
}

/** Replaces the preferences. Result: what the server made of them. @throws Failure */
export async function savePreferences(
  session: Session,
  preferences: ArchivePreferences,
): Promise<ArchivePreferences> {
  return setArchivePreferences(session, preferences).catch((error: unknown) => {
    throw failureOf(error, session, 'What your server archives was not changed');
  });
}

function failureOf(error: unknown, { account: { domain } }: Session, what: string): Failure {
  const isUnknown =
    error instanceof StanzaError &&
    ['service-unavailable', 'feature-not-implemented'].includes(error.condition);
  if (!isUnknown) return explain(error, what);
  return new Failure(
    'no-archive-preferences',
    `${domain} lets nobody choose what it archives: ask its operator what it keeps.`,
  );
}
