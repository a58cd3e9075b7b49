import { bookmarksOf } from '../../xmpp/im/bookmarks.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { WaitingChange } from './keptBookmarks.ts';

/** Errors that leave open whether the server has carried out a request. */
const UNDECIDED = ['not-connected', 'remote-server-timeout'];

/**
 * Writes a change of a bookmark where all clients of the account see it. A level is left out if the
 * store has no place for it. Repeating it does no harm.
 *
 * @throws StanzaError
 */
export async function writeBookmark(session: Session, waiting: WaitingChange): Promise<void> {
  const { room, change, adds } = waiting;
  const bookmarks = await bookmarksOf(session);
  if (!change) {
    await bookmarks.remove(room);
    return;
  }
  const { level, ...rest } = change;
  const written = bookmarks.hasLevels && level ? { ...rest, level } : rest;
  if (adds || Object.keys(written).length > 0) await bookmarks.change(room, written);
}

/** Whether to repeat a request that failed, as the connection was lost. */
export function isUndecided(error: unknown): boolean {
  return error instanceof StanzaError && UNDECIDED.includes(error.condition);
}
