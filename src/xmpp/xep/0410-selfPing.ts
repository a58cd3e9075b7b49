// XEP-0410: MUC Self-Ping (Schrödinger's Chat), version 1.1.0
// https://xmpp.org/extensions/xep-0410.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { fetchDiscoInfo } from './0030-disco.ts';
import { buildPing } from './0199-ping.ts';

/** Timeout in milliseconds: the ping may be passed on to another client of ours. */
const TIMEOUT_MS = 60_000;

/**
 * Whether we are in a room (§3.2):
 * - `inside`, or `outside`, which requires to join again;
 * - `gone`: there is no such room any more, and joining would create it;
 * - `destroyed`: its owner closed it;
 * - `undecided`: the service is out of reach, so ask again later and do not join.
 */
export type SelfPing = 'inside' | 'outside' | 'gone' | 'destroyed' | 'undecided';

/**
 * Pings ourselves through the room (§3.2). Not to be used while a nick change is pending (§4).
 *
 * @param occupant the room's bare JID with our nick as resource
 */
export async function selfPing(session: Session, occupant: Jid): Promise<SelfPing> {
  const error = await refusalOf(
    session.request({ type: 'get', to: occupant, payload: buildPing(), timeoutMs: TIMEOUT_MS }),
  );
  const state = classifySelfPing(error);
  return state === 'moved' ? followUp(session, occupant.toBare()) : state;
}

/**
 * Classifies the answer to a self-ping (§3.2): `undefined` for a result. `moved` means by the XEP
 * that another client changed our nick; Prosody and ejabberd also give it for a room that is gone.
 */
export function classifySelfPing(error: StanzaError | undefined): SelfPing | 'moved' {
  switch (error?.condition) {
    case undefined:
    case 'service-unavailable':
    case 'feature-not-implemented':
      return 'inside';
    case 'item-not-found':
      return 'moved';
    case 'gone':
      return 'destroyed';
    case 'remote-server-not-found':
    case 'remote-server-timeout':
    case 'not-connected':
      return 'undecided';
    default:
      return 'outside';
  }
}

/** Not announced: it is a feature of rooms (§3.3). */
export const selfPingModule: Module = { xep: 'XEP-0410', features: [] };

/** A room that exists is joined again in any case: that is harmless, and shows our nick. */
async function followUp(session: Session, room: Jid): Promise<SelfPing> {
  const error = await refusalOf(fetchDiscoInfo(session, room));
  if (error?.condition === 'item-not-found') return 'gone';
  const state = classifySelfPing(error);
  return state === 'undecided' || state === 'destroyed' ? state : 'outside';
}

async function refusalOf(request: Promise<unknown>): Promise<StanzaError | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (error instanceof StanzaError) return error;
    throw error;
  }
}
