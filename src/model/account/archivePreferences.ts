import { type Failure, failure, type UserError, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import {
  type ArchivePreferences,
  fetchArchivePreferences,
  setArchivePreferences,
} from '../../xmpp/xep/0441-archivePreferences.ts';
import { explain } from '../explain.ts';

export type { ArchivePreferences };

/** The archiving preferences at the account's server. @throws Failure */
export async function loadPreferences(session: Session): Promise<ArchivePreferences> {
  return fetchArchivePreferences(session).catch((error: unknown) => {
    throw failureOf(error, session, userError('task.ask-archive'));
  });
}

/** Replaces the preferences. @returns them as set by the server. @throws Failure */
export async function savePreferences(
  session: Session,
  preferences: ArchivePreferences,
): Promise<ArchivePreferences> {
  return setArchivePreferences(session, preferences).catch((error: unknown) => {
    throw failureOf(error, session, userError('task.change-archive'));
  });
}

function failureOf(error: unknown, { account: { domain } }: Session, task: UserError): Failure {
  const isUnknown =
    error instanceof StanzaError &&
    ['service-unavailable', 'feature-not-implemented'].includes(error.condition);
  if (!isUnknown) return explain(error, task);
  return failure('no-archive-preferences', { domain });
}
