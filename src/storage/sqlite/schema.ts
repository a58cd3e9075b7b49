/** Chooses the seed of the hashes of names: 53 bits. */
export const SEED = `INSERT OR REPLACE INTO names_seed (only_row, seed)
    SELECT 0, abs(random() % ${Number.MAX_SAFE_INTEGER})`;

/**
 * The schema, as migrations from each version to the next. A released migration never changes.
 *
 * Columns are what is looked up, sorted or searched by; the rest of a message is one JSON value.
 * - `messages.id` grows with the time of sending, so that a search is ordered by time for free, and the
 *   messages of a chat from a time on need no index of their own: `search` has them by chat.
 * - `messages.uid` grows with the time of arrival. It comes first in its index: new ones are then appended
 *   there, instead of being inserted for each chat in pages of its own.
 * - `messages.position` is the order within the chat, which is that of arrival or of the archive.
 * - `chats.read` is the position up to which the chat has been read.
 * - `chats.standing` is set while the user does not take part in the chat; see `Standing`.
 * - `chats.cleared` is when the newest message that the user cleared was sent, and `cleared_names` holds
 *   digests of the names of those messages, by which copies of them are known.
 * - `search` stores no copy of the text, only the terms that `searchWords.ts` makes of it. Its
 *   `tags` narrow a search as quickly as a word does: `c<chat>`, and `file` for a message with one.
 *   Prefixes of up to three letters are short to type and common: without prefix indexes, a search
 *   for one would scan all messages that contain such a word.
 * - `pending_fts` holds the messages not yet in `search`; every insert of messages adds them here.
 * - `messages.names` is what the message is called by: its identities, and references to it, each marked
 *   as one; see `storedNames.ts`. They are in its row, which costs a tenth of rows of their own.
 * - `identities` is the index of these by their hashes, but for the messages in `pending_names`; see
 *   `identityIndex.ts`. It must be complete before messages are removed. `names_seed` has the seed of the
 *   hashes.
 * - `changes` holds the amendments of messages still to be sent, ordered by `rowid`.
 * - `modes` holds the message that a chat's draft edits or replies to; most drafts do neither.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'chat',
    read INTEGER NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT '',
    standing TEXT,
    cleared INTEGER,
    UNIQUE (account, jid)
  ) STRICT;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
    uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    sender TEXT NOT NULL,
    outgoing INTEGER NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL,
    delivery TEXT,
    error TEXT,
    file TEXT,
    rest TEXT NOT NULL DEFAULT '{}',
    names TEXT NOT NULL DEFAULT '[]',
    UNIQUE (uid, chat)
  ) STRICT;
  CREATE INDEX messages_by_position ON messages (chat, position, outgoing);
  CREATE INDEX messages_queued ON messages (id) WHERE delivery = 'queued';

  CREATE TABLE identities (hash INTEGER PRIMARY KEY, message INTEGER NOT NULL) STRICT;
  CREATE TABLE pending_names (message INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE names_seed (only_row INTEGER PRIMARY KEY, seed INTEGER NOT NULL) STRICT;
  ${SEED};

  CREATE TABLE cleared_names (
    chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (chat, name)
  ) STRICT;

  CREATE TABLE cursors (
    account TEXT NOT NULL,
    archive TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (account, archive)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE changes (
    chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
    message TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (chat, message, kind)
  ) STRICT;

  CREATE TABLE modes (
    chat INTEGER PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE pending_fts (message INTEGER PRIMARY KEY) STRICT;
  CREATE VIRTUAL TABLE search USING fts5 (
    body, tags,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'ascii'
  );
  CREATE TRIGGER message_changed AFTER UPDATE OF body, file ON messages
    WHEN old.body IS NOT new.body OR old.file IS NOT new.file
  BEGIN
    DELETE FROM search WHERE rowid = old.id;
    INSERT OR IGNORE INTO pending_fts (message) VALUES (new.id);
  END;
  CREATE TRIGGER message_removed AFTER DELETE ON messages BEGIN
    DELETE FROM search WHERE rowid = old.id;
    DELETE FROM pending_fts WHERE message = old.id;
  END;
  `,
];

/** Matches tables that can be rebuilt from others, so that nothing is lost with them. */
export const IS_DERIVED = /^(?:search|search_.*|pending_fts|identities|pending_names|names_seed)$/u;
