import type { Endpoint } from './stream/net/endpoints.ts';

/**
 * The state needed to resume a stream-management session over a new stream, also in another
 * process (XEP-0198 §5): plain JSON. It identifies the session, so it is stored as a secret, and
 * kept out of logs. It is valid for one attempt, while the server has received no greater count.
 *
 * Unacknowledged stanzas are not part of it: they change with every stanza, and the outbox, which
 * stores a message before it is sent, knows whether it still has to be sent.
 */
export interface ResumeState {
  /** The server's name for the session. */
  readonly id: string;
  /** The full JID of the session. */
  readonly jid: string;
  /** How many stanzas came, modulo 2^32. */
  readonly handled: number;
  /** Where the server would rather have us come back. */
  readonly location?: Endpoint | undefined;
  /** How long after the loss of the stream the server keeps the session, where it says so. */
  readonly maxSeconds?: number | undefined;
  /**
   * Whether a client has tried to resume it already, so that it is good for nothing but its address:
   * a new session takes it, and so the place of one that the server may keep still.
   */
  readonly isUsed?: boolean | undefined;
}
