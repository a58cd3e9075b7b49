import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import {
  type ArchivePage,
  type ArchiveQuery,
  type ArchiveResult,
  fetchResults,
} from '../xep/0313-archive.ts';
import { type IncomingMessage, readMessage } from './incomingMessage.ts';

/** A result of an archive; without a message if it is not one we show, such as of a room. */
export type ArchivedMessage = ArchiveResult<IncomingMessage>;

/** A page of messages, in the order of the archive. */
export type MessagePage = ArchivePage<IncomingMessage>;

/** Fetches a page of messages, by default of our archive, as {@link fetchResults} does. */
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
