import type { Endpoint } from './stream/endpoints.ts';

/**
 * What it takes to go on with a stream-management session over a new stream, also in another
 * process (XEP-0198 §5): plain JSON. It holds messages and names the session, so it is to be kept
 * as they are, and out of logs. It is good for one attempt, and only as long as nothing came or
 * went after it was taken.
 */
export interface ResumeState {
  /** The server's name for the session. */
  readonly id: string;
  /** The full JID of the session. */
  readonly jid: string;
  /** How many stanzas came, modulo 2^32. */
  readonly handled: number;
  /** How many stanzas the server has acknowledged, modulo 2^32. */
  readonly acknowledged: number;
  /** What it has not acknowledged yet, oldest first, each as XML. */
  readonly unacknowledged: readonly string[];
  /** Where the server would rather have us come back. */
  readonly location?: Endpoint | undefined;
  /** How long after the loss of the stream the server keeps the session, where it says so. */
  readonly maxSeconds?: number | undefined;
}
