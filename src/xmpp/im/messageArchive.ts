import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import {
  type ArchivePage,
  type ArchiveQuery,
  type ArchiveResult,
  fetchResults,
} from '../xep/0313-archive.ts';
import { type IncomingMessage, readMessage } from './incomingMessage.ts';

/** A message of an archive; without a message where it is nothing that we show, as of a room. */
export type ArchivedMessage = ArchiveResult<IncomingMessage>;

/** A page of messages, in the order of the archive. */
export type MessagePage = ArchivePage<IncomingMessage>;

/** Fetches a page of messages, of our archive when no other is given, as {@link fetchResults} does. */
export function fetchPage(
  session: Session,
  query: ArchiveQuery,
  archive: Jid = session.account,
): Promise<MessagePage> {
  return fetchResults(session, query, {
    archive,
    read: (original, id) => readMessage(original, session, { via: 'archive', stanzaId: id }),
  });
}
