import type { Jid } from '../base/jid.ts';
import type { StanzaError } from './stanza/stanzaError.ts';

/** A message, or a change of one, that the server does not take. */
export interface RefusedMessage {
  /** Of its stanza. */
  readonly id: string;
  readonly to: Jid;
  readonly reason: StanzaError;
}
