import type { Jid } from '../../base/jid.ts';
import { type Disposable, onDispose } from '../../base/lifecycle.ts';
import { defineMemo, type Session } from './session.ts';
import { StanzaError } from './stanzaError.ts';

/** Maximum number of open offers, in any protocol: in all, and of one sender. */
const MAX_OFFERS = 20;
const MAX_OFFERS_EACH = 5;

const open = defineMemo<Map<string, number>>('openOffers');

/**
 * Counts an offer as open until disposed.
 *
 * @throws StanzaError `resource-constraint` if too many are
 */
export function admitOffer(session: Session, from: Jid): Disposable {
  const counts = session.memo(open, () => new Map<string, number>(), 'newSession');
  const own = counts.get(from.bare) ?? 0;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (own >= MAX_OFFERS_EACH || all >= MAX_OFFERS) {
    throw new StanzaError('resource-constraint', { type: 'wait' });
  }
  counts.set(from.bare, own + 1);
  return onDispose(() => {
    const left = (counts.get(from.bare) ?? 1) - 1;
    if (left === 0) counts.delete(from.bare);
    else counts.set(from.bare, left);
  });
}
