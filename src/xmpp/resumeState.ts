import type { Endpoint } from './stream/net/endpoints.ts';

/**
 * What it takes to go on with a stream-management session over a new stream, also in another
 * process (XEP-0198 §5): plain JSON. It names the session, so it is to be kept as a secret, and out
 * of logs. It is good for one attempt, as long as the server has heard of no greater count.
 *
 * What was sent and not acknowledged is no part of it: it changes with every stanza, while whoever
 * kept a message before it left knows better whether it still has to be sent.
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
   * Whether somebody has tried to go on with it already, so that it is good for nothing but its address:
   * a new session takes it, and so the place of one that the server may keep still.
   */
  readonly isUsed?: boolean | undefined;
}
