import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import {
  type ArchivePage,
  type ArchiveQuery,
  type ArchiveResult,
  fetchResults,
} from '../xep/0313-archive.ts';
import { type IncomingMessage, readMessage } from './incomingMessage.ts';
import { readRoomMessage, type RoomMessage } from './roomMessage.ts';

/** A result of our archive; without a message if it is not one we show, such as of a room. */
export type ArchivedMessage = ArchiveResult<IncomingMessage>;

/** A page of messages, in the order of the archive. */
export type MessagePage = ArchivePage<IncomingMessage>;

/** A page of a room's messages; results that are not of the room have none. */
export type RoomMessagePage = ArchivePage<RoomMessage>;

/** Fetches a page of our archive, as {@link fetchResults} does. */
export function fetchPage(session: Session, query: ArchiveQuery): Promise<MessagePage> {
  return fetchResults(session, query, {
    archive: session.account,
    read: (original, id) => readMessage(original, session, { via: 'archive', stanzaId: id }),
  });
}

/**
 * Fetches a page of a room's archive, as {@link fetchResults} does. @throws StanzaError
 * `forbidden` if only those who are in the room may read it
 */
export function fetchRoomPage(
  session: Session,
  room: Jid,
  query: ArchiveQuery,
): Promise<RoomMessagePage> {
  return fetchResults(session, query, {
    archive: room.toBare(),
    read: (original, id) => {
      if (original.from.bare !== room.bare) return undefined;
      return readRoomMessage(original, session, { via: 'archive', stanzaId: id });
    },
  });
}
